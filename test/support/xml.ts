import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** What no document of XML 1.0 has, and the parser lets pass. */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}|\]\]>|&#(?:[0-8]|1[124-9]|2\d|3[01]);/u;

const LISTS = ['testsuite', 'testcase', 'failure', 'error'];
const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', htmlEntities: true, trimValues: false, parseTagValue: false, isArray: (name) => LISTS.includes(name) });

/** The elements and attributes of an XML document. Fails where it is not well-formed. */
export function readXml(text: string): any {
  const result = XMLValidator.validate(text);
  if (result !== true) {
    throw new Error(`line ${result.err.line}: ${result.err.msg}`);
  }
  const forbidden = FORBIDDEN.exec(text);
  if (forbidden) {
    throw new Error(`${JSON.stringify(forbidden[0])} at ${forbidden.index} is not allowed in XML`);
  }
  return parser.parse(text);
}
