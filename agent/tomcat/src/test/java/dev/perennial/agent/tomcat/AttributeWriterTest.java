package dev.perennial.agent.tomcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.agent.container.Capture.Cause;
import dev.perennial.agent.container.Capture.Left;
import dev.perennial.agent.container.CaptureException;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.session.StandardManager;
import org.junit.jupiter.api.Test;

class AttributeWriterTest {
  private final List<Left> left = new ArrayList<>();
  private final StandardManager manager = new StandardManager();
  private final AttributeWriter writer =
      new AttributeWriter(
          new Application(
              "localhost/shop", "localhost/shop", new StandardContext(), manager, new HashMap<>()),
          Map.of());

  /** Fails so many times when it is written. */
  private static final class Failing implements Serializable {
    private static final long serialVersionUID = 1L;
    private transient int times;
    private final transient RuntimeException failure;

    Failing(int times, RuntimeException failure) {
      this.times = times;
      this.failure = failure;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
      if (times-- > 0) {
        throw failure;
      }
      out.defaultWriteObject();
    }
  }

  @Test
  void aChangeThatPassesIsWaitedFor() throws Exception {
    writer.write(
        Map.of(
            "a", new Failing(2, new ConcurrentModificationException()),
            "b", new Failing(1, new ArrayIndexOutOfBoundsException())),
        left);

    assertThat(left).isEmpty();
  }

  @Test
  void aChangeThatDoesNotPassIsNoReasonToLeaveAnAttribute() {
    assertThatThrownBy(
            () ->
                writer.write(
                    Map.of("a", new Failing(99, new ConcurrentModificationException())), left))
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining("changed all the while");
  }

  @Test
  void whatAlwaysFailsIsLeftAndNamed() throws Exception {
    byte[] bytes =
        writer.write(
            Map.of("a", new Failing(99, new IllegalStateException("planned")), "b", "kept"), left);

    assertThat(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1)).contains("kept");
    assertThat(left)
        .containsExactly(
            new Left(
                "localhost/shop",
                "a",
                Failing.class.getName(),
                "java.lang.IllegalStateException: planned",
                Cause.FAILED));
  }

  @Test
  void aStructureThatIsTooDeepIsLeft() throws Exception {
    ArrayList<Object> deep = new ArrayList<>();
    for (int i = 0; i < 1_000_000; i++) {
      ArrayList<Object> outer = new ArrayList<>(1);
      outer.add(deep);
      deep = outer;
    }

    writer.write(Map.of("deep", deep, "b", "kept"), left);

    assertThat(left).extracting(Left::attribute).containsExactly("deep");
  }

  @Test
  void theManagersFilterIsObeyed() throws Exception {
    manager.setSessionAttributeNameFilter("b.*");

    writer.write(Map.of("a", "not", "b", "kept"), left);

    assertThat(left).extracting(Left::attribute).containsExactly("a");
  }
}
