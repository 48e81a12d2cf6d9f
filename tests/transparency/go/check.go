// Checks a published log with Go's own packages, which know nothing of ours: golang.org/x/mod/sumdb.
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run check.go DIR
//
// DIR is an export. Go lays tiles out under tile/8/…; C2SP leaves the height out: that is the one line of difference.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type files string

func (dir files) Height() int                      { return 8 }
func (dir files) SaveTiles([]tlog.Tile, [][]byte) {}
func (dir files) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, tile := range tiles {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		data, err := os.ReadFile(filepath.Join(string(dir), path))
		if err != nil {
			return nil, err
		}
		found = append(found, data)
	}
	return found, nil
}

func must(err error, what string) {
	if err != nil {
		fmt.Println(what+":", err)
		os.Exit(1)
	}
}

func read(parts ...string) string {
	data, err := os.ReadFile(filepath.Join(parts...))
	must(err, "read")
	return string(data)
}

func head(text string, keys note.Verifiers) tlog.Tree {
	opened, err := note.Open([]byte(text), keys)
	must(err, "note")
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err, "size")
	hash, err := tlog.ParseHash(lines[2])
	must(err, "root")
	return tlog.Tree{N: size, Hash: hash}
}

func entry(dir string, index, size int64) []byte {
	width := size - index/256*256
	name := fmt.Sprintf("%03d", index/256)
	if width < 256 {
		name += fmt.Sprintf(".p/%d", width)
	}
	data := []byte(read(dir, "tile/entries", name))
	for skip := index % 256; ; skip-- {
		length := int(binary.BigEndian.Uint16(data))
		if skip == 0 {
			return data[2 : 2+length]
		}
		data = data[2+length:]
	}
}

func main() {
	dir := os.Args[1]
	verifier, err := note.NewVerifier(strings.Fields(read(dir, "trust"))[1])
	must(err, "key")
	keys := note.VerifierList(verifier)
	tree := head(read(dir, "checkpoint"), keys)
	hashes := tlog.TileHashReader(tree, files(dir))
	root, err := tlog.TreeHash(tree.N, hashes)
	must(err, "tree")
	if root != tree.Hash {
		must(fmt.Errorf("%v", root), "root")
	}
	for index := int64(0); index < tree.N; index++ {
		proof, err := tlog.ProveRecord(tree.N, index, hashes)
		must(err, "prove")
		leaf := tlog.RecordHash(entry(dir, index, tree.N))
		must(tlog.CheckRecord(proof, tree.N, tree.Hash, index, leaf), "record")
	}
	older, err := filepath.Glob(filepath.Join(dir, "checkpoints", "*"))
	must(err, "checkpoints")
	for _, file := range older {
		before := head(read(file), keys)
		proof, err := tlog.ProveTree(tree.N, before.N, hashes)
		must(err, "prove tree")
		must(tlog.CheckTree(proof, tree.N, tree.Hash, before.N, before.Hash), "consistency")
	}
	lines := strings.Split(read(dir, "receipt.tlog-proof"), "\n")
	data, err := base64.StdEncoding.DecodeString(strings.Fields(lines[1])[1])
	must(err, "receipt")
	index, err := strconv.ParseInt(strings.Fields(lines[2])[1], 10, 64)
	must(err, "receipt")
	var proof tlog.RecordProof
	for _, line := range lines[3:] {
		if line == "" {
			break
		}
		hash, err := tlog.ParseHash(line)
		must(err, "receipt")
		proof = append(proof, hash)
	}
	must(tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(data)), "receipt")
	fmt.Printf("ok %d entries, %d checkpoints\n", tree.N, len(older))
}
