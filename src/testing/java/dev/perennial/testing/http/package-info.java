/**
 * The one HTTP client of demo, whole-system tests and benches. It is strict: it sees every byte,
 * tries nothing again, and takes nothing malformed for an answer. Begin with {@link
 * dev.perennial.testing.http.HttpConnection}; {@link dev.perennial.testing.http.Http} is for single
 * requests.
 */
@NullMarked
package dev.perennial.testing.http;

import org.jspecify.annotations.NullMarked;
