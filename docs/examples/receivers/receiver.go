// A receiver of notifications without packages, explained in docs/notifications.md: both formats, genuine ones only, each
// acted on once. PORT and SECRETS (separated by blanks) come from the environment.
//
//	SECRETS='whsec_…' PORT=8080 go run receiver.go
package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"
)

// --- verify ---
const toleranceS = 300

var (
	isID      = regexp.MustCompile(`^[A-Za-z0-9_-]+$`).MatchString
	isSeconds = regexp.MustCompile(`^[0-9]{1,12}$`).MatchString
	escaper   = strings.NewReplacer("%", "%25", "&", "%26", "=", "%3D")
)

// One secret; during a rotation the new one and the one before.
func keys() (all [][]byte) {
	for _, secret := range strings.Fields(os.Getenv("SECRETS")) {
		key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
		if err != nil || len(key) < 24 {
			panic("a secret that is none")
		}
		all = append(all, key)
	}
	return all
}

func isRecent(seconds string) bool {
	at, err := strconv.ParseInt(seconds, 10, 64)
	age := time.Now().Unix() - at
	return err == nil && isSeconds(seconds) && age <= toleranceS && age >= -toleranceS
}

func mac(key, text []byte) []byte {
	hash := hmac.New(sha256.New, key)
	hash.Write(text)
	return hash.Sum(nil)
}

// Whether it is genuine. The body is the bytes that came, before anything parsed them.
func verify(header http.Header, body []byte) bool {
	id, seconds := header.Get("webhook-id"), header.Get("webhook-timestamp")
	given := strings.Split(header.Get("webhook-signature"), " ")
	if !isID(id) || !isRecent(seconds) || len(given) > 8 {
		return false
	}
	for _, key := range keys() {
		signed := append([]byte(id+"."+seconds+"."), body...)
		wanted := "v1," + base64.StdEncoding.EncodeToString(mac(key, signed))
		for _, signature := range given {
			if hmac.Equal([]byte(wanted), []byte(signature)) {
				return true
			}
		}
	}
	return false
}

// --- CN format ---

// The fields of the CN format, or nil when it is not genuine.
func verifyCn(contentType string, body []byte) map[string]string {
	fields := cnFields(contentType, body)
	given := []string{fields["sign"], fields["signPrev"]}
	delete(fields, "sign")
	delete(fields, "signPrev")
	names := make([]string, 0, len(fields))
	for name := range fields {
		names = append(names, name)
	}
	sort.Strings(names)
	pairs := make([]string, len(names))
	for at, name := range names {
		pairs[at] = name + "=" + escaper.Replace(fields[name])
	}
	for _, key := range keys() {
		wanted := hex.EncodeToString(mac(key, []byte(strings.Join(pairs, "&"))))
		for _, sign := range given {
			if hmac.Equal([]byte(wanted), []byte(sign)) && isRecent(fields["timestamp"]) {
				return fields
			}
		}
	}
	return nil
}

func cnFields(contentType string, body []byte) map[string]string {
	fields := map[string]string{}
	if strings.HasPrefix(contentType, "application/json") {
		var object map[string]any
		decoder := json.NewDecoder(bytes.NewReader(body))
		decoder.UseNumber()
		_ = decoder.Decode(&object)
		for name, value := range object {
			fields[name] = fmt.Sprint(value)
		}
		return fields
	}
	form, _ := url.ParseQuery(string(body))
	for name := range form {
		fields[name] = form.Get(name)
	}
	return fields
}

// --- serve ---

var (
	// The highest sequence of each order. In earnest a table, written in the transaction that acts.
	sequences    = map[string]int64{}
	oneAtATime   sync.Mutex
	maxBodyBytes = int64(131_072)
)

func act(kind, order, sequence string) {
	number, err := strconv.ParseInt(sequence, 10, 64)
	if order == "" || err != nil {
		return // about no order: a test, an endpoint
	}
	oneAtATime.Lock()
	defer oneAtATime.Unlock()
	if last, known := sequences[order]; known && number <= last {
		return // a repeat, or older than what is known
	}
	sequences[order] = number
	fmt.Println(kind, order, sequence)
}

func takeStandard(answer http.ResponseWriter, request *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(answer, request.Body, maxBodyBytes))
	if err != nil || !verify(request.Header, body) {
		answer.WriteHeader(http.StatusUnauthorized)
		return
	}
	var event struct {
		Type string
		Data struct {
			TractionNo string
			Sequence   json.Number
		}
	}
	if json.Unmarshal(body, &event) != nil {
		answer.WriteHeader(http.StatusUnauthorized)
		return
	}
	act(event.Type, event.Data.TractionNo, event.Data.Sequence.String())
}

func takeCn(answer http.ResponseWriter, request *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(answer, request.Body, maxBodyBytes))
	var fields map[string]string
	if err == nil {
		fields = verifyCn(request.Header.Get("content-type"), body)
	}
	if fields == nil {
		answer.WriteHeader(http.StatusUnauthorized)
		fmt.Fprint(answer, "FAIL")
		return
	}
	act(fields["notifyType"], fields["tractionNo"], fields["sequence"])
	fmt.Fprint(answer, "SUCCESS")
}

func main() {
	http.HandleFunc("/", takeStandard)
	http.HandleFunc("/cn", takeCn)
	panic(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), nil))
}
