// Reads "TABLE COUNT" and answers with the rows that it read: pgx, into structs.
package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"time"

	"github.com/jackc/pgtype"
	"github.com/jackc/pgx/v4"
)

type narrow struct {
	id     int64
	name   string
	madeAt time.Time
	amount pgtype.Numeric
	ratio  float64
	number int32
	flag   bool
	data   pgtype.JSONB
}

type wide struct {
	id, userID                           [16]byte
	jobType                              string
	keywords                             []string
	expandedKeywords                     []string
	title                                string
	description, status                  *string
	progress, total, processed, failed   *int32
	errorMessage                         *string
	started, completed, created, updated *time.Time
}

func readNarrow(rows pgx.Rows) (int, error) {
	var list []narrow
	for rows.Next() {
		var r narrow
		err := rows.Scan(&r.id, &r.name, &r.madeAt, &r.amount, &r.ratio, &r.number, &r.flag,
			&r.data)
		if err != nil {
			return 0, err
		}
		list = append(list, r)
	}
	return len(list), rows.Err()
}

func readWide(rows pgx.Rows) (int, error) {
	var list []wide
	for rows.Next() {
		var r wide
		err := rows.Scan(&r.id, &r.userID, &r.jobType, &r.keywords, &r.expandedKeywords, &r.title,
			&r.description, &r.status, &r.progress, &r.total, &r.processed, &r.failed,
			&r.errorMessage, &r.started, &r.completed, &r.created, &r.updated)
		if err != nil {
			return 0, err
		}
		list = append(list, r)
	}
	return len(list), rows.Err()
}

func read(connection *pgx.Conn, table string, count int) (int, error) {
	rows, err := connection.Query(context.Background(),
		"SELECT * FROM public."+table+" ORDER BY id LIMIT $1", count)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	if table == "narrow" {
		return readNarrow(rows)
	}
	return readWide(rows)
}

func main() {
	connection, err := pgx.Connect(context.Background(), os.Getenv("PGW_TEST_URI"))
	requests := bufio.NewScanner(os.Stdin)
	for err == nil && requests.Scan() {
		var table string
		var count, rows int
		fmt.Sscan(requests.Text(), &table, &count)
		rows, err = read(connection, table, count)
		fmt.Println(rows)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
