package dev.perennial.agent.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.evidence.Applications.Loader;
import dev.perennial.agent.evidence.Applications.Row;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ApplicationsTest {
  @ParameterizedTest
  @CsvSource({
    "file:/srv/webapps/shop/WEB-INF/classes/, shop",
    "file:/srv/webapps/shop##2/WEB-INF/lib/orders.jar, shop##2",
    "jar:file:/srv/webapps/shop.war!/WEB-INF/classes/, shop",
    "jar:war:file:/srv/webapps/shop.war*/WEB-INF/lib/a.jar!/, shop",
    "jar:file:/opt/shop.jar!/BOOT-INF/classes!/, shop",
    "jar:nested:/opt/shop.jar/!BOOT-INF/classes/!/, shop",
    "file:/opt/lib/driver-2.1.jar, driver-2.1.jar",
    "file:/opt/plugins/rules/, plugins/rules",
    "file:/, ''",
  })
  void anApplicationIsNamedByWhereItsClassesLie(String location, String name) {
    assertThat(Applications.name(location)).isEqualTo(name);
  }

  @Test
  void theOneThatWasStoppedMostOftenIsFirstAndTheAgentsIsApart() {
    Applications applications =
        Applications.of(
            List.of(
                new Loader("x.Web", "bank", false, false, 900),
                new Loader("x.Web", "shop", true, false, 100),
                new Loader("x.Web", "shop", false, false, 110),
                new Loader("x.Jsp", "shop", true, false, 1),
                new Loader("p.RuntimeLoader", "perennial-agent.jar", false, true, 700)));

    assertThat(applications.rows())
        .containsExactly(
            new Row("shop", 3, 2, 211, "x.Jsp, x.Web", false),
            new Row("bank", 1, 0, 900, "x.Web", false),
            new Row("perennial-agent.jar", 1, 0, 700, "p.RuntimeLoader", true));
  }

  /** What each of the loaders has one of. */
  static final class Plugin {
    private Plugin() {}
  }

  private static final class PluginLoader extends ClassLoader {
    Class<?> define(byte[] bytes) {
      return defineClass(null, bytes, 0, bytes.length);
    }
  }

  @Test
  void aLoaderOfGeneratedClassesIsNamedByOneOfThem() throws Exception {
    byte[] bytes;
    try (InputStream in =
        ApplicationsTest.class.getResourceAsStream("ApplicationsTest$Plugin.class")) {
      bytes = in.readAllBytes();
    }
    Class<?>[] loaded = {
      new PluginLoader().define(bytes), new PluginLoader().define(bytes), String.class
    };

    LoadedClasses classes = new LoadedClasses(loaded);

    assertThat(classes.applications().rows())
        .containsExactly(
            new Row(Plugin.class.getName(), 2, 0, 2, PluginLoader.class.getName(), false));
    assertThat(classes.owners(Set.of(Plugin.class.getName(), "java.lang.String")))
        .isEqualTo(Map.of(Plugin.class.getName(), Plugin.class.getName()));
    assertThat(classes.own()).isEmpty();
  }
}
