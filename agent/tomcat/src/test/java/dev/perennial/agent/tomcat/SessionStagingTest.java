package dev.perennial.agent.tomcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.agent.container.CaptureException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.security.Principal;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.loader.WebappLoader;
import org.apache.catalina.session.StandardManager;
import org.apache.catalina.session.StandardSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bytes that another server sends as a session: what they consist of, and in which place. */
class SessionStagingTest {
  private static final AtomicInteger READ = new AtomicInteger();

  /** In the order in which they are sent. */
  private enum Place {
    AUTH_TYPE,
    PRINCIPAL,
    NOTE_OF_THE_SESSION,
    NOTE_OF_THE_REQUEST,
    ATTRIBUTE
  }

  /** Of the application; does something where it is read. */
  private static final class Own implements Principal, Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public String getName() {
      return "somebody";
    }

    private void readObject(ObjectInputStream in) {
      READ.incrementAndGet();
    }
  }

  /** Is started, as far as it is asked for here. */
  private static final class Manager extends StandardManager {
    private boolean started;

    @Override
    public LifecycleState getState() {
      return started ? LifecycleState.STARTED : LifecycleState.NEW;
    }
  }

  private final Manager manager = new Manager();
  private final Application application =
      new Application("localhost/shop", "localhost/shop", context(), manager, new HashMap<>());
  private final SessionStaging staging = new SessionStaging(Map.of("localhost/shop", application));

  private StandardContext context() {
    StandardContext context =
        new StandardContext() {
          @Override
          public org.apache.catalina.Loader getLoader() {
            return new WebappLoader() {
              @Override
              public ClassLoader getClassLoader() {
                return SessionStagingTest.class.getClassLoader();
              }
            };
          }
        };
    context.setParent(new StandardHost());
    manager.setContext(context);
    manager.started = true;
    return context;
  }

  @BeforeEach
  void nothingIsReadYet() {
    READ.set(0);
  }

  @ParameterizedTest
  @CsvSource({
    "AUTH_TYPE, (authentication type)",
    "PRINCIPAL, (principal)",
    "NOTE_OF_THE_SESSION, org.apache.catalina.authenticator.SESSION_ID",
    "NOTE_OF_THE_REQUEST, org.apache.catalina.authenticator.REQUEST",
    "ATTRIBUTE, cart",
  })
  void theManagersFilterOfClassesIsAskedInEachPlace(Place place, String part) {
    manager.setSessionAttributeValueClassNameFilter("java\\.lang\\..*");

    assertThatThrownBy(() -> staging.build(session(place, new Own())))
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining(
            Own.class.getName() + " is refused: sessionAttributeValueClassNameFilter")
        .extracting(thrown -> ((CaptureException) thrown).part())
        .asString()
        .endsWith(part);
    assertThat(READ).hasValue(0);
  }

  /** Nor what is inside of something that is let in. */
  @ParameterizedTest
  @CsvSource({"PRINCIPAL", "NOTE_OF_THE_SESSION", "NOTE_OF_THE_REQUEST", "ATTRIBUTE"})
  void itIsAskedForWhatIsInside(Place place) {
    manager.setSessionAttributeValueClassNameFilter("java\\..*|\\[L.*");

    assertThatThrownBy(() -> staging.build(session(place, new Object[] {new Own()})))
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining(Own.class.getName() + " is refused");
    assertThat(READ).hasValue(0);
  }

  @Test
  void whatItLetsInIsThere() throws Exception {
    manager.setSessionAttributeValueClassNameFilter(".*SessionStagingTest.Own|java.lang.String");

    StandardSession session = staging.build(session(Place.PRINCIPAL, new Own())).get(application);

    assertThat(session.getPrincipal().getName()).isEqualTo("somebody");
    assertThat(session.getAuthType()).isEqualTo("FORM");
    assertThat(READ).hasValue(1);
  }

  @Test
  void withoutAFilterNothingIsRefused() throws Exception {
    StandardSession session = staging.build(session(Place.ATTRIBUTE, new Own())).get(application);

    assertThat(session.getAttribute("cart")).isInstanceOf(Own.class);
  }

  private static byte[] session(Place place, Object odd) throws IOException {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(block);
    for (int time = 0; time < 3; time++) {
      out.writeLong(System.currentTimeMillis());
    }
    out.writeInt(1800);
    for (Place now : Place.values()) {
      if (now == Place.ATTRIBUTE) {
        write(out, attributes(now == place ? odd : "a book"));
      } else if (now == place) {
        write(out, object(odd));
      } else if (now == Place.AUTH_TYPE) {
        write(out, object("FORM"));
      } else {
        out.writeInt(-1);
      }
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    DataOutputStream head = new DataOutputStream(all);
    head.writeByte(SessionCapture.FORMAT);
    head.writeInt(1);
    head.writeUTF("localhost/shop");
    write(head, block.toByteArray());
    head.writeLong(System.currentTimeMillis());
    return all.toByteArray();
  }

  private static byte[] attributes(Object value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeInt(1);
      out.writeObject("cart");
      out.writeObject(value);
    }
    return bytes.toByteArray();
  }

  private static byte[] object(Object value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}
