package dev.perennial.coordinator.hazelcast;

import static com.hazelcast.nio.serialization.genericrecord.GenericRecordBuilder.compact;

import com.hazelcast.nio.serialization.genericrecord.GenericRecord;
import com.hazelcast.nio.serialization.genericrecord.GenericRecordBuilder;
import dev.perennial.coordinator.roster.Extra;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Writes a value's fields into a compact record. What it returns to the shape is the value's. */
final class Writing<T> implements Form<T> {
  private final T value;
  private final GenericRecordBuilder to;
  private Map<String, UnknownField> unknown = Map.of();

  private Writing(T value, GenericRecordBuilder to) {
    this.value = value;
    this.to = to;
  }

  /** Returns the record of a value. */
  static <T> GenericRecord write(String type, T value, Shape<T> shape) {
    return follow(type, value, shape).to.build();
  }

  private static <T> Writing<T> follow(String type, T value, Shape<T> shape) {
    Writing<T> writing = new Writing<>(value, compact(type));
    T unused = shape.of(writing);
    return writing;
  }

  @Override
  public String text(String name, Function<T, String> get) {
    String text = get.apply(value);
    to.setString(name, text);
    return text;
  }

  @Override
  public @Nullable String textOrNull(String name, Function<T, @Nullable String> get) {
    String text = get.apply(value);
    to.setString(name, text);
    return text;
  }

  @Override
  public long int64(String name, long fallback, ToLongFunction<T> get) {
    long number = get.applyAsLong(value);
    to.setInt64(name, number);
    return number;
  }

  @Override
  public double float64(String name, double fallback, ToDoubleFunction<T> get) {
    double number = get.applyAsDouble(value);
    to.setFloat64(name, number);
    return number;
  }

  @Override
  public boolean bool(String name, boolean fallback, Predicate<T> get) {
    boolean is = get.test(value);
    to.setBoolean(name, is);
    return is;
  }

  @Override
  public <E extends Enum<E>> E constant(String name, E fallback, Function<T, E> get) {
    E constant = get.apply(value);
    to.setString(name, constant.name());
    return constant;
  }

  @Override
  public List<String> texts(String name, Function<T, Collection<String>> get) {
    List<String> texts = List.copyOf(get.apply(value));
    to.setArrayOfString(name, texts.toArray(String[]::new));
    return texts;
  }

  @Override
  public List<Long> int64s(String name, Function<T, List<Long>> get) {
    List<Long> numbers = get.apply(value);
    to.setArrayOfInt64(name, numbers.stream().mapToLong(Long::longValue).toArray());
    return numbers;
  }

  @Override
  public <P> P group(Function<T, P> get, Shape<P> shape) {
    return shape.of(new Writing<>(get.apply(value), to));
  }

  @Override
  public <P> @Nullable P nested(
      String name, String type, Function<T, @Nullable P> get, Shape<P> shape) {
    P nested = get.apply(value);
    to.setGenericRecord(name, nested == null ? null : write(type, nested, shape));
    return nested;
  }

  @Override
  public <P> List<P> list(String name, String type, Function<T, List<P>> get, Shape<P> shape) {
    List<P> values = get.apply(value);
    List<Writing<P>> items = values.stream().map(v -> follow(type, v, shape)).toList();
    Map<String, UnknownField> unknown = new TreeMap<>();
    items.forEach(item -> unknown.putAll(item.unknown));
    to.setArrayOfGenericRecord(
        name, items.stream().map(item -> item.filled(unknown)).toArray(GenericRecord[]::new));
    return values;
  }

  @Override
  public Extra extra(Function<T, Extra> get) {
    Extra extra = get.apply(value);
    unknown = Unknown.fields(extra);
    unknown.forEach((name, field) -> field.write(name, to));
    return extra;
  }

  /** Returns the record with all fields that another one in its array has. */
  private GenericRecord filled(Map<String, UnknownField> all) {
    all.forEach(
        (name, field) -> {
          if (!unknown.containsKey(name)) {
            field.nothing().write(name, to);
          }
        });
    return to.build();
  }
}
