package dev.perennial.agent.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class StateFilterTest {
  private static final class Cart implements Serializable {
    private static final long serialVersionUID = 1;
  }

  private static final String CART = Cart.class.getName();

  private static byte[] bytes(Object value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    return bytes.toByteArray();
  }

  private static Object read(byte[] bytes, StateFilter filter) throws Exception {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      in.setObjectInputFilter(filter);
      return in.readObject();
    }
  }

  private static @Nullable ObjectInputFilter filter(@Nullable String pattern) {
    return pattern == null ? null : ObjectInputFilter.Config.createFilter(pattern);
  }

  @ParameterizedTest(name = "JVM {0}, list {1}: {2}")
  @CsvSource({
    ", , ''",
    "java.base/*;!*, , jdk.serialFilter",
    ", java.base/*;!*, perennial.session.filter",
    ", !dev.perennial.agent.container.*, perennial.session.filter",
    "dev.perennial.**, java.base/*;!*, perennial.session.filter",
    "java.base/*;!*, dev.perennial.**, jdk.serialFilter",
    "dev.perennial.**, java.base/*;dev.perennial.**;!*, ''",
    ", maxbytes=20, perennial.session.filter",
    ", maxdepth=1, perennial.session.filter",
    "maxrefs=1, , jdk.serialFilter",
  })
  void whatOneOfThemRefusesIsRefused(@Nullable String jvm, @Nullable String list, String by)
      throws Exception {
    Object value = new ArrayList<>(List.of(new Cart(), "text"));
    byte[] bytes = bytes(value);
    StateFilter filter = new StateFilter(filter(jvm), filter(list), bytes.length);

    if (by.isEmpty()) {
      assertThat((List<?>) read(bytes, filter)).hasSize(2);
      assertThat(filter.refused()).isEmpty();
    } else {
      assertThatThrownBy(() -> read(bytes, filter)).isInstanceOf(InvalidClassException.class);
      assertThat(filter.refused()).endsWith(" is refused: " + by);
    }
  }

  @Test
  void theClassIsNamed() throws Exception {
    byte[] bytes = bytes(new Cart());
    StateFilter filter = new StateFilter(null, filter("!" + CART), bytes.length);

    assertThatThrownBy(() -> read(bytes, filter)).isInstanceOf(InvalidClassException.class);

    assertThat(filter.refused()).isEqualTo(CART + " is refused: perennial.session.filter");
  }

  static Stream<Arguments> whatPeopleKeep() {
    Map<Object, Object> map = new HashMap<>(1 << 16, 0.3f);
    Map<Object, Object> large = new HashMap<>();
    for (int i = 0; i < 100_000; i++) {
      large.put(i, i);
    }
    return Stream.<Object>of(
            map,
            large,
            new byte[1 << 20],
            new Object[5000],
            new long[0][0],
            new LinkedHashSet<>(List.of(1, 2, 3)),
            new PriorityQueue<>(List.of(3, 1)),
            new ArrayList<>(1 << 20))
        .map(value -> Arguments.of(new Object[] {value}));
  }

  @ParameterizedTest
  @MethodSource
  void whatPeopleKeep(Object value) throws Exception {
    byte[] bytes = bytes(value);

    Object read = read(bytes, new StateFilter(null, null, bytes.length));

    assertThat(read).hasSameClassAs(value);
    assertThat(text(read)).isEqualTo(text(value));
  }

  private static String text(Object value) {
    return Arrays.deepToString(new Object[] {value});
  }

  /** A length that a few bytes claim would be so much heap, before the rest is missed. */
  @Test
  void anArrayThatIsNotThereIsRefused() throws Exception {
    byte[] bytes = bytes(new long[2]);
    // The length is in front of the two elements.
    Arrays.fill(bytes, bytes.length - 20, bytes.length - 16, (byte) 0x3f);
    StateFilter filter = new StateFilter(null, null, bytes.length);

    assertThatThrownBy(() -> read(bytes, filter)).isInstanceOf(InvalidClassException.class);

    assertThat(filter.refused()).contains("an array of 1061109567 elements in ");
  }

  @Test
  void aListCountsFromWhenItIsSet() throws Exception {
    byte[] bytes = bytes(new Cart());
    StateFilter.use("!" + CART);
    try {
      assertThatThrownBy(() -> read(bytes, StateFilter.of(bytes.length)))
          .isInstanceOf(InvalidClassException.class);
    } finally {
      StateFilter.use("");
    }
    assertThat(read(bytes, StateFilter.of(bytes.length))).isInstanceOf(Cart.class);
  }
}
