package dev.perennial.boot;

import jakarta.servlet.http.HttpSession;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.SessionAttribute;

/** Keeps a list of tokens in each session, as the consistency checker of the testing kit asks. */
@RestController
@RequestMapping(path = "/tokens/tokens", produces = MediaType.TEXT_PLAIN_VALUE)
class Tokens {
  private static final String LIST = "tokens";

  private final String server;

  Tokens(@Value("${boot.name}") String server) {
    this.server = server;
  }

  @PostMapping(params = "open")
  ResponseEntity<String> open(HttpSession session, @RequestParam("open") int bytes) {
    List<String> tokens = new ArrayList<>();
    session.setAttribute(LIST, tokens);
    session.setAttribute("payload", new byte[bytes]);
    return shown(tokens);
  }

  /** Changes an object inside an attribute, without setAttribute. */
  @PostMapping(params = "append")
  ResponseEntity<String> append(
      @SessionAttribute(name = LIST, required = false) List<String> tokens,
      @RequestParam("append") String token,
      @RequestParam("millis") long millis)
      throws InterruptedException {
    Thread.sleep(millis);
    if (tokens != null) {
      synchronized (tokens) {
        tokens.add(token);
      }
    }
    return shown(tokens);
  }

  @GetMapping
  ResponseEntity<String> read(
      @SessionAttribute(name = LIST, required = false) List<String> tokens) {
    return shown(tokens);
  }

  private ResponseEntity<String> shown(List<String> tokens) {
    if (tokens == null) {
      return ResponseEntity.status(HttpStatus.GONE).body(server + "\n");
    }
    synchronized (tokens) {
      return ResponseEntity.ok(server + "\n" + String.join(" ", tokens) + "\n");
    }
  }
}
