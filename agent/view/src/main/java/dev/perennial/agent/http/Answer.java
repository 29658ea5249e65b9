package dev.perennial.agent.http;

/** An answer to a request. */
record Answer(int status, String type, String body) {
  static Answer text(int status, String line) {
    return new Answer(status, "text/plain; charset=utf-8", line + "\n");
  }

  static Answer json(String body) {
    return new Answer(200, "application/json", body);
  }
}
