// Judges APL documents with Amazon's own validator: {name: document} on stdin, a line for each error on stdout.
const { StaticAplTemplateValidator } = require("apl-suggester");

let input = "";
process.stdin.on("data", (part) => (input += part));
process.stdin.on("end", async () => {
  const validator = new StaticAplTemplateValidator();
  for (const [name, document] of Object.entries(JSON.parse(input))) {
    for (const found of await validator.validate(document)) {
      console.log(`${name} ${found.level} ${found.path}: ${found.errorMessage}`);
    }
  }
  console.log("judged");
});
