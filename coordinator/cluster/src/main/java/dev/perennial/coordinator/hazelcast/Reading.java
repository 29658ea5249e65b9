package dev.perennial.coordinator.hazelcast;

import com.hazelcast.nio.serialization.FieldKind;
import com.hazelcast.nio.serialization.genericrecord.GenericRecord;
import dev.perennial.coordinator.roster.Extra;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads a compact record that another version of the agent may have written: what is missing, or of
 * another kind, or a constant not known here, reads as the fallback.
 */
final class Reading<T> implements Form<T> {
  private final GenericRecord record;

  /** The names asked for so far, by this form and those of its groups. */
  private final Set<String> known;

  Reading(GenericRecord record) {
    this(record, new HashSet<>());
  }

  private Reading(GenericRecord record, Set<String> known) {
    this.record = record;
    this.known = known;
  }

  @Override
  public String text(String name, Function<T, String> get) {
    String value = string(name);
    return value == null ? "" : value;
  }

  @Override
  public @Nullable String textOrNull(String name, Function<T, @Nullable String> get) {
    return string(name);
  }

  @Override
  public long int64(String name, long fallback, ToLongFunction<T> get) {
    return has(name, FieldKind.INT64) ? record.getInt64(name) : fallback;
  }

  @Override
  public double float64(String name, double fallback, ToDoubleFunction<T> get) {
    return has(name, FieldKind.FLOAT64) ? record.getFloat64(name) : fallback;
  }

  @Override
  public boolean bool(String name, boolean fallback, Predicate<T> get) {
    return has(name, FieldKind.BOOLEAN) ? record.getBoolean(name) : fallback;
  }

  @Override
  public <E extends Enum<E>> E constant(String name, E fallback, Function<T, E> get) {
    String value = string(name);
    return Arrays.stream(fallback.getDeclaringClass().getEnumConstants())
        .filter(e -> e.name().equals(value))
        .findFirst()
        .orElse(fallback);
  }

  @Override
  public List<String> texts(String name, Function<T, Collection<String>> get) {
    String[] values = has(name, FieldKind.ARRAY_OF_STRING) ? record.getArrayOfString(name) : null;
    return values == null ? List.of() : Arrays.stream(values).filter(Objects::nonNull).toList();
  }

  @Override
  public List<Long> int64s(String name, Function<T, List<Long>> get) {
    long[] values = has(name, FieldKind.ARRAY_OF_INT64) ? record.getArrayOfInt64(name) : null;
    return values == null ? List.of() : Arrays.stream(values).boxed().toList();
  }

  @Override
  public <P> P group(Function<T, P> get, Shape<P> shape) {
    return shape.of(new Reading<>(record, known));
  }

  @Override
  public <P> @Nullable P nested(
      String name, String type, Function<T, @Nullable P> get, Shape<P> shape) {
    GenericRecord value = has(name, FieldKind.COMPACT) ? record.getGenericRecord(name) : null;
    return value == null ? null : shape.of(new Reading<>(value));
  }

  @Override
  public <P> List<P> list(String name, String type, Function<T, List<P>> get, Shape<P> shape) {
    GenericRecord[] values =
        has(name, FieldKind.ARRAY_OF_COMPACT) ? record.getArrayOfGenericRecord(name) : null;
    return values == null
        ? List.of()
        : Arrays.stream(values)
            .filter(Objects::nonNull)
            .map(value -> shape.of(new Reading<>(value)))
            .toList();
  }

  @Override
  public Extra extra(Function<T, Extra> get) {
    return Unknown.in(record, known);
  }

  private @Nullable String string(String name) {
    return has(name, FieldKind.STRING) ? record.getString(name) : null;
  }

  private boolean has(String name, FieldKind kind) {
    known.add(name);
    return record.getFieldKind(name) == kind;
  }
}
