package dev.perennial.agent.tomcat;

import dev.perennial.agent.log.Suppressed;
import java.lang.reflect.Field;
import org.apache.coyote.ajp.AjpProcessor;

/**
 * Whether AJP answers tell the web server that their connection may be used again. It is in the
 * last byte of the packet that ends an answer, of which Tomcat has one for all its AJP connectors.
 */
final class AjpReuse {
  private static final byte NO = 0;
  private static final byte YES = 1;

  private AjpReuse() {}

  static void forbid() {
    set(NO);
  }

  static void allow() {
    set(YES);
  }

  /** Without it the web server's connections end at the drain limit. */
  private static void set(byte reuse) {
    try {
      Field field = AjpProcessor.class.getDeclaredField("endMessageArray");
      field.setAccessible(true);
      byte[] message = (byte[]) field.get(null);
      message[message.length - 1] = reuse;
    } catch (ReflectiveOperationException | RuntimeException e) {
      Suppressed.count(e, "AJP");
    }
  }
}
