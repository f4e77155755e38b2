# What is done with each line on a plain stream without filters and prefix; used with frame.awk.

function line(text) { print text FRAME_MARK }
