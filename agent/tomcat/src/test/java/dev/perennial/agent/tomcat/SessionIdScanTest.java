package dev.perennial.agent.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.coyote.Request;
import org.apache.tomcat.util.buf.MessageBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionIdScanTest {
  private static final SessionNames NAMES = new SessionNames("JSESSIONID", "jsessionid");

  /** How Tomcat holds a piece of a request: as it came, or as something has turned it. */
  private enum Form {
    BYTES,
    CHARS,
    STRING
  }

  private static void set(MessageBytes target, Form form, String value) {
    switch (form) {
      case BYTES -> {
        byte[] bytes = ("xx" + value + "yy").getBytes(StandardCharsets.ISO_8859_1);
        target.setBytes(bytes, 2, bytes.length - 4);
      }
      case CHARS -> {
        char[] chars = ("xx" + value + "yy").toCharArray();
        target.setChars(chars, 2, chars.length - 4);
      }
      case STRING -> target.setString(value);
    }
  }

  private static Request request(Form form, String path, String... cookies) {
    Request request = new Request();
    set(request.requestURI(), form, path);
    for (String cookie : cookies) {
      set(request.getMimeHeaders().addValue("cookie"), form, cookie);
    }
    return request;
  }

  private static List<String> ids(Request request) {
    return new SessionIdScan().ids(request, NAMES);
  }

  private static long hash(Request request) {
    return new SessionIdScan().hash(request, "shop", NAMES);
  }

  /** The first ones may have a session, and the last one is used where none has. */
  @Test
  void ofMoreThanAnyBrowserSendsTheFirstAndTheLastCount() {
    StringBuilder cookies = new StringBuilder("JSESSIONID=0");
    for (int i = 1; i < 500; i++) {
      cookies.append("; JSESSIONID=").append(i);
    }

    List<String> ids = ids(request(Form.BYTES, "/", cookies.toString()));

    assertThat(ids).hasSize(32).startsWith("0", "1", "2").endsWith("30", "499");
  }

  @ParameterizedTest(name = "path {0}, cookies {1} and {2}: {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /                          | a=b                       |                 |
          /                          | JSESSIONID=1              |                 | 1
          /                          | a=b; JSESSIONID=1; c=d    |                 | 1
          /                          | JSESSIONID=1;SHOP=2       |                 | 1
          /                          | JSESSIONID=1              | JSESSIONID=2    | 1,2
          /                          | JSESSIONID=1; JSESSIONID=1|                 | 1
          /                          | JSESSIONID="1"            |                 | 1
          /                          | JSESSIONID = 1 ;          |                 | 1
          /                          | JSESSIONID=1.node=x       |                 | 1.node=x
          /                          | JSESSIONID=               |                 |
          /                          | JSESSIONID                |                 |
          /                          | jsessionid=1              |                 |
          /                          | XJSESSIONID=1             |                 |
          /                          | a=JSESSIONID=1            |                 |
          /                          | ;;=;a;                    |                 |
          /a;jsessionid=1            |                           |                 | 1
          /a;jsessionid=1/b          |                           |                 | 1
          /a;v=2/b;jsessionid=1;w=3  |                           |                 | 1
          /a;jsessionid=1/b;shop=2   |                           |                 | 1
          /a;jsessionid=1/b;jsessionid=2 |                       |                 | 2
          /a;jsessionid=             |                           |                 |
          /a;                        |                           |                 |
          /a;jsessionid              |                           |                 |
          /jsessionid=1              |                           |                 |
          /a;jsessionid=1            | JSESSIONID=2              |                 | 2
          /a;jsessionid=2            | JSESSIONID=2              |                 | 2
          *                          |                           |                 |
          """)
  void findsTheSessionIds(String path, String first, String second, String expected) {
    for (Form form : Form.values()) {
      List<String> cookies = new ArrayList<>();
      if (first != null) {
        cookies.add(first);
      }
      if (second != null) {
        cookies.add(second);
      }
      Request request = request(form, path, cookies.toArray(new String[0]));

      assertThat(String.join(",", ids(request)))
          .as(form.name())
          .isEqualTo(expected == null ? "" : expected);
      assertThat(hash(request) == 0).as(form.name()).isEqualTo(expected == null);
    }
  }

  @Test
  void theHashDependsOnTheApplicationTheIdsAndTheirOrderAlone() {
    long hash = hash(request(Form.BYTES, "/", "JSESSIONID=one; JSESSIONID=two"));

    assertThat(hash(request(Form.STRING, "/x", "a=b; JSESSIONID=one", "JSESSIONID=two")))
        .isEqualTo(hash);
    assertThat(hash(request(Form.BYTES, "/", "JSESSIONID=two; JSESSIONID=one"))).isNotEqualTo(hash);
    assertThat(hash(request(Form.BYTES, "/", "JSESSIONID=one"))).isNotEqualTo(hash);
    Request both = request(Form.BYTES, "/", "JSESSIONID=one; JSESSIONID=two");
    assertThat(new SessionIdScan().hash(both, "shop", NAMES)).isEqualTo(hash);
    assertThat(new SessionIdScan().hash(both, "other", NAMES)).isNotEqualTo(hash);
  }

  @Test
  void whatTheApplicationDoesNotTrackSessionsByDoesNotCount() {
    Request both = request(Form.BYTES, "/a;jsessionid=1", "JSESSIONID=2");

    assertThat(new SessionIdScan().ids(both, new SessionNames("", "jsessionid")))
        .containsExactly("1");
    assertThat(new SessionIdScan().ids(both, new SessionNames("SHOP", ""))).isEmpty();
    assertThat(new SessionIdScan().ids(both, SessionNames.NONE)).isEmpty();
  }

  @Test
  void manyIdsAreAllCounted() {
    StringBuilder cookies = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      cookies.append("JSESSIONID=").append(i).append("; ");
    }
    Request many = request(Form.BYTES, "/", cookies.toString());

    assertThat(ids(many)).hasSize(20);
    assertThat(hash(many)).isNotEqualTo(hash(request(Form.BYTES, "/", cookies + "JSESSIONID=x")));
  }
}
