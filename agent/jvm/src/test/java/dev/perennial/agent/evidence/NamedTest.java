package dev.perennial.agent.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.evidence.heapdump.Findings;
import dev.perennial.agent.evidence.heapdump.Findings.Culprit;
import dev.perennial.agent.evidence.heapdump.Findings.Loaders;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NamedTest {
  private static Culprit culprit(String what, String way, boolean own) {
    List<String> steps = way.isEmpty() ? List.of() : Arrays.asList(way.split(" > "));
    return new Culprit(9 << 20, 7, what, steps, own);
  }

  @ParameterizedTest
  @CsvSource({
    // The class nearest to the bytes.
    "byte[], class shop.Orders > shop.Orders.all > 7 x shop.Order, shop.Order",
    "shop.Order, shop.Orders.all, shop.Order",
    // A field, where what it keeps has no name.
    "byte[], class shop.Cache > shop.Cache.pages, shop.Cache.pages",
    // A thread-local rather than the thread.
    "byte[], 6 x thread http-# > 6 x thread-local shop.Now.TEXT, thread-local shop.Now.TEXT",
    "byte[], 6 x thread http-#, thread http-#",
    "java.lang.Object, java.lang.ref.Finalizer.unfinalized, java.lang.ref.Finalizer.unfinalized",
    "byte[], '', byte[]",
  })
  void aCulpritIsNamedByWhatIsNearestAndTellsSomething(String what, String way, String name) {
    assertThat(Named.name(culprit(what, way, false))).isEqualTo(name);
  }

  @Test
  void theAgentsOwnIsInNoTableButItsOwn() {
    Culprit ours = culprit("byte[]", "class own.Buffers > own.Buffers.all", true);
    Culprit theirs = culprit("byte[]", "class shop.Cache > shop.Cache.pages", false);
    Findings dump =
        new Findings(
            List.of(ours, theirs),
            List.of(
                new Loaders(12, "x.Web", "shop.Cache", List.of("thread t-#", "bank.Hook.last")),
                new Loaders(1, "jdk.L", "jdk.internal.Accessor", List.of())),
            Map.of(),
            List.of());
    Named named =
        new Named(
            dump,
            Applications.of(
                List.of(
                    new Applications.Loader("x.Web", "shop", true, false, 5),
                    new Applications.Loader("x.Web", "shop", false, false, 5),
                    new Applications.Loader("p.R", "agent", false, true, 5))),
            new Groups(Map.of("shop", 1L)),
            Map.of("shop.Cache", "shop", "bank.Hook", "bank"),
            OwnParts.rows(
                List.of(new Suspect("own.Buffers", 1, 2048, List.of())),
                dump.culprits(),
                List.of(new Groups.Row("perennial-loop", 1, 0)),
                List.of(new Applications.Row("agent", 1, 0, 5, "p.R", true))));

    assertThat(named.keepers().rows())
        .containsExactly(
            List.of("shop.Cache.pages", "9216 KiB", "7 x byte[]", "shop", "shop.Cache.pages"));
    assertThat(named.keptLoaders().rows())
        .containsExactly(
            List.of("shop.Cache", "12", "shop", "x.Web", "thread t-# > bank.Hook.last"));
    assertThat(named.applicationTable().rows())
        .containsExactly(List.of("shop", "2", "1", "1", "10", "x.Web"));
    assertThat(named.ownTable().rows())
        .containsExactly(
            List.of("heap", "own.Buffers.all", "9216 KiB"),
            List.of("objects", "1 classes", "2048 B"),
            List.of("threads", "perennial-loop", "1"),
            List.of("classes", "p.R", "5 classes"));
    assertThat(Named.asked(dump, List.of(new Suspect("shop.Cart", 1, 1, List.of()))))
        .contains("shop.Cart", "shop.Cache", "bank.Hook");
  }
}
