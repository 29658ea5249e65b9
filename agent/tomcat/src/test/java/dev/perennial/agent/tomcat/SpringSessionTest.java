package dev.perennial.agent.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.log.Suppressed;
import java.lang.reflect.Proxy;
import org.apache.catalina.Loader;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.core.StandardEngine;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.core.StandardService;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.session.SessionRepository;

/** Against what has the names, and the methods, of Spring and Spring Session. */
class SpringSessionTest {
  private static final String ROOT = "org.springframework.web.context.WebApplicationContext.ROOT";

  private final StandardContext context = new StandardContext();
  private final long suppressed = Suppressed.total();

  /** As a web application context: hidden, as Spring's own are by a subclass. */
  static final class Beans {
    private final String[] names;

    Beans(String... names) {
      this.names = names;
    }

    @SuppressWarnings({"unused", "EffectivelyPrivate"}) // called by its name
    public String[] getBeanNamesForType(
        @Nullable Class<?> type, boolean nonSingletons, boolean eagerly) {
      assertThat(type).isEqualTo(SessionRepository.class);
      assertThat(eagerly).as("no bean is made for it").isFalse();
      return names;
    }

    @SuppressWarnings({"unused", "EffectivelyPrivate"}) // called by its name
    public Class<?> getType(String name) {
      return Integer.class;
    }
  }

  @BeforeEach
  void place() {
    StandardEngine engine = new StandardEngine();
    engine.setService(new StandardService());
    StandardHost host = new StandardHost();
    host.setParent(engine);
    context.setParent(host);
    context.setLoader(
        (Loader)
            Proxy.newProxyInstance(
                Loader.class.getClassLoader(),
                new Class<?>[] {Loader.class},
                (proxy, method, arguments) ->
                    method.getName().equals("getClassLoader")
                        ? SpringSessionTest.class.getClassLoader()
                        : null));
  }

  private void filter(String name, String type) {
    FilterDef filter = new FilterDef();
    filter.setFilterName(name);
    filter.setFilterClass(type);
    context.addFilterDef(filter);
  }

  private void beans(Object beans) {
    context.getServletContext().setAttribute(ROOT, beans);
  }

  @Test
  void withoutItsFilterItIsNotThere() {
    filter("encoding", "org.apache.catalina.filters.SetCharacterEncodingFilter");
    beans(new Beans("repository"));

    assertThat(SpringSession.repository(context)).isEmpty();
  }

  @Test
  void theTypeOfItsOnlyRepositoryCounts() {
    filter("springSessionRepositoryFilter", "com.spring.Delegating");
    beans(new Beans("repository"));

    assertThat(SpringSession.repository(context)).isEqualTo("java.lang.Integer");
    assertThat(Suppressed.total()).isEqualTo(suppressed);
  }

  @Test
  void whereThereAreTwoOrNoneNobodyKnows() {
    filter("any", "org.springframework.session.web.http.SessionRepositoryFilter");
    assertThat(SpringSession.repository(context)).isEqualTo(SpringSession.NOT_KNOWN);
    beans(new Beans("one", "another"));
    assertThat(SpringSession.repository(context)).isEqualTo(SpringSession.NOT_KNOWN);
    beans(new Beans());
    assertThat(SpringSession.repository(context)).isEqualTo(SpringSession.NOT_KNOWN);
    assertThat(Suppressed.total()).isEqualTo(suppressed);
  }

  /** Counted, and nobody is harmed. */
  @Test
  void whatIsNoApplicationContextIsNotAsked() {
    filter("springSessionRepositoryFilter", "com.spring.Delegating");
    beans("a text");

    assertThat(SpringSession.repository(context)).isEqualTo(SpringSession.NOT_KNOWN);
    assertThat(Suppressed.total()).isEqualTo(suppressed + 1);
  }
}
