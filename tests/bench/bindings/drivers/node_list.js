// Reads "TABLE COUNT" and answers with the rows that it read: node-postgres, into objects.
const readline = require('readline');
const { Client } = require('pg');

// It takes URIs alone; a socket's folder goes in as the host.
function options(conninfo) {
    const pairs = Object.fromEntries(conninfo.trim().split(/\s+/).map((pair) => pair.split('=')));
    return { host: pairs.host, port: pairs.port, user: pairs.user, database: pairs.dbname };
}

async function main() {
    const client = new Client(options(process.env.PGW_TEST_URI));
    await client.connect();
    for await (const request of readline.createInterface({ input: process.stdin })) {
        const [table, count] = request.split(' ');
        const result = await client.query({
            name: table,
            text: `SELECT * FROM public.${table} ORDER BY id LIMIT $1`,
            values: [count],
        });
        console.log(result.rows.length);
    }
    await client.end();
}

main();
