package dev.perennial.e2e;

import dev.perennial.testing.http.Http;
import dev.perennial.testing.http.HttpAnswer;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client's session in Tomcat's own example application. */
final class ExampleSession {
  private static final String PATH = "/examples/servlets/servlet/SessionExample";
  private static final Pattern ID = Pattern.compile("Session ID: (\\S+)");
  private static final Pattern CREATED = Pattern.compile("Created: ([^<]+)<br>");
  private static final Pattern VALUE = Pattern.compile("(?m)^(\\w+) = (\\w+)");

  private final String id;
  private final String created;

  private ExampleSession(String id, String created) {
    this.id = id;
    this.created = created;
  }

  static ExampleSession open(int port) throws IOException {
    HttpAnswer answer = Http.get(port, PATH);
    String cookie = answer.cookie("JSESSIONID").orElseThrow();
    return new ExampleSession(cookie, find(CREATED, answer.body()));
  }

  /** Writes an attribute, and fails unless the answer shows it in the same session. */
  void write(int port, String name, String value) throws IOException {
    String form = "dataname=" + name + "&datavalue=" + value;
    check(asked(() -> Http.post(port, PATH, form, cookie())), name, value);
  }

  /** Reads, and fails unless the attribute has this value in the same session. */
  void expect(int port, String name, String value) throws IOException {
    check(asked(() -> Http.get(port, PATH, cookie())), name, value);
  }

  private interface Request {
    HttpAnswer send() throws IOException;
  }

  /** As any client that is told to come again: on a busy machine a server may take its time. */
  private static HttpAnswer asked(Request request) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    HttpAnswer answer = request.send();
    while (answer.status() == 503
        && answer.header("retry-after").isPresent()
        && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      answer = request.send();
    }
    return answer;
  }

  private void check(HttpAnswer answer, String name, String value) {
    if (answer.status() != 200) {
      throw new AssertionError("status " + answer.status() + ": " + answer.body());
    }
    if (answer.cookie("JSESSIONID").isPresent()) {
      throw new AssertionError("session " + id + " was replaced by a new one");
    }
    if (!find(ID, answer.body()).equals(id) || !find(CREATED, answer.body()).equals(created)) {
      throw new AssertionError("another session answered: " + answer.body());
    }
    Matcher values = VALUE.matcher(answer.body());
    while (values.find()) {
      if (values.group(1).equals(name)) {
        if (!values.group(2).equals(value)) {
          throw new AssertionError(name + " is " + values.group(2) + ", last written " + value);
        }
        return;
      }
    }
    throw new AssertionError(name + " is lost; last written " + value + ": " + answer.body());
  }

  private String cookie() {
    return "Cookie: JSESSIONID=" + id;
  }

  private static String find(Pattern pattern, String body) {
    Matcher matcher = pattern.matcher(body);
    if (!matcher.find()) {
      throw new AssertionError("no " + pattern + " in " + body);
    }
    return matcher.group(1).trim();
  }
}
