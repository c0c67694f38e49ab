// check_mermaid.mjs TOOLS FILE...: parses diagrams with the mermaid installed below the folder TOOLS.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [tools, ...files] = process.argv.slice(2);
const home = resolve(tools, "node_modules/mermaid");
const { module } = JSON.parse(readFileSync(resolve(home, "package.json"), "utf8"));
const mermaid = (await import(pathToFileURL(resolve(home, module)))).default;

for (const file of files) {
    try {
        const { diagramType } = await mermaid.parse(readFileSync(file, "utf8"));
        console.log(`ok: ${file} (mermaid ${diagramType})`);
    } catch (error) {
        console.error(`FAILED: ${file}: ${error.message}`);
        process.exitCode = 1;
    }
}
