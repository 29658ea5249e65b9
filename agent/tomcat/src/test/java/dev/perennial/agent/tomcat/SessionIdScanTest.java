package dev.perennial.agent.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.coyote.Request;
import org.apache.tomcat.util.buf.MessageBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionIdScanTest {
  private static final SessionNames NAMES =
      new SessionNames(Set.of("JSESSIONID", "SHOP"), Set.of("jsessionid", "shop"));

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
    List<String> ids = new ArrayList<>();
    new SessionIdScan().collect(request, NAMES, ids);
    return ids;
  }

  private static long hash(Request request) {
    return new SessionIdScan().hash(request, NAMES);
  }

  @ParameterizedTest(name = "path {0}, cookies {1} and {2}: {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /                          | a=b                       |                 |
          /                          | JSESSIONID=1              |                 | 1
          /                          | a=b; JSESSIONID=1; c=d    |                 | 1
          /                          | JSESSIONID=1;SHOP=2       |                 | 1,2
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
          /a;jsessionid=1/b;shop=2   |                           |                 | 1,2
          /a;jsessionid=             |                           |                 |
          /a;                        |                           |                 |
          /a;jsessionid              |                           |                 |
          /jsessionid=1              |                           |                 |
          /a;jsessionid=1            | JSESSIONID=2              |                 | 2,1
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
  void theHashDependsOnTheIdsAndTheirOrderAlone() {
    long hash = hash(request(Form.BYTES, "/", "JSESSIONID=one; SHOP=two"));

    assertThat(hash(request(Form.STRING, "/x", "a=b; JSESSIONID=one", "JSESSIONID=two")))
        .isEqualTo(hash);
    assertThat(hash(request(Form.CHARS, "/;shop=two", "JSESSIONID=one"))).isEqualTo(hash);
    assertThat(hash(request(Form.BYTES, "/", "JSESSIONID=two; SHOP=one"))).isNotEqualTo(hash);
    assertThat(hash(request(Form.BYTES, "/", "JSESSIONID=one"))).isNotEqualTo(hash);
  }
}
