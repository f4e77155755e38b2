package main

import (
	"encoding/json"
	"io"
	"os"
	"regexp"
	"strings"
)

type step struct {
	Pattern, Replacement string
	expression           *regexp.Regexp
}

func main() {
	steps := map[string][]step{}
	if err := json.Unmarshal([]byte(os.Args[1]), &steps); err != nil {
		panic(err)
	}
	for _, ofKeys := range steps {
		for i := range ofKeys {
			ofKeys[i].expression = regexp.MustCompile(ofKeys[i].Pattern)
		}
	}
	input, _ := io.ReadAll(os.Stdin)
	lines := strings.Split(string(input), "\n")
	output := strings.Builder{}
	for i := 0; i+1 < len(lines); i += 2 {
		text := lines[i+1]
		for _, step := range steps[lines[i]] {
			text = step.expression.ReplaceAllString(text, step.Replacement)
		}
		output.WriteString(text + "\n")
	}
	os.Stdout.WriteString(output.String())
}
