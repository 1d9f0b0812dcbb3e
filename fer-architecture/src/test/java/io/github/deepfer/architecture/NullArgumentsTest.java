package io.github.deepfer.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every public method and constructor throws a {@link NullPointerException} that says what was
 * null, for each parameter that is not marked as nullable.
 */
class NullArgumentsTest {
  /** The contracts are no API to be called; what writes reports passes values on to its writer. */
  private static final Set<String> EXPORTED =
      Exports.declared().entrySet().stream()
          .filter(module -> !Set.of("testkit", "report").contains(module.getKey()))
          .flatMap(module -> module.getValue().stream())
          .map(Plan.ROOT::concat)
          .collect(Collectors.toSet());

  @TempDir static Path folder;
  private static Samples samples;

  @BeforeAll
  static void make() {
    samples = new Samples(folder);
  }

  private static Stream<Class<?>> publicClasses() {
    return new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.github.deepfer")
            .stream()
            .filter(shipped -> EXPORTED.contains(shipped.getPackageName()))
            .map(JavaClass::reflect)
            .filter(type -> isPublic(type) && !type.isEnum())
            // Jetty's, by reflection.
            .filter(type -> !type.getSimpleName().equals("LiveSocket"))
            // As those of the JDK, exceptions take a message that is null.
            .filter(type -> !Throwable.class.isAssignableFrom(type));
  }

  private static boolean isPublic(@Nullable Class<?> type) {
    return type == null
        || Modifier.isPublic(type.getModifiers()) && isPublic(type.getEnclosingClass());
  }

  private static Stream<Executable> called(Class<?> type) {
    Stream<Executable> methods =
        Stream.of(type.getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()))
            .filter(method -> !Modifier.isAbstract(method.getModifiers()))
            // What an interface's default methods do is up to those that implement the others.
            .filter(method -> !method.isDefault())
            .filter(method -> !method.isSynthetic() && !method.getName().equals("equals"))
            .map(method -> method);
    return Stream.concat(Stream.of(type.getConstructors()), methods);
  }

  @Test
  void nullIsRefusedWhereItIsNotAllowed() {
    List<String> wrong = new ArrayList<>();
    int[] calls = {0};
    publicClasses()
        .flatMap(NullArgumentsTest::called)
        .forEach(
            method -> {
              for (int i = 0; i < method.getParameterCount(); i++) {
                if (!takesNull(method.getParameters()[i])) {
                  calls[0]++;
                  String answer = answer(method, i);
                  if (answer != null) {
                    wrong.add(method + ", parameter " + i + ": " + answer);
                  }
                }
              }
            });
    assertThat(wrong).as("of %s", calls[0]).isEmpty();
    assertThat(calls[0]).isGreaterThan(200);
  }

  private static boolean takesNull(Parameter parameter) {
    return parameter.getType().isPrimitive()
        || parameter.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  /** What happened instead of the right exception, or null. */
  private static @Nullable String answer(Executable method, int missing) {
    try {
      Object[] arguments =
          Stream.of(method.getParameterTypes()).map(samples::of).toArray(Object[]::new);
      arguments[missing] = null;
      return "gave " + call(method, arguments);
    } catch (InvocationTargetException e) {
      Throwable thrown = e.getCause();
      return thrown instanceof NullPointerException && thrown.getMessage() != null
          ? null
          : "threw " + thrown;
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      return "cannot be called: " + e;
    }
  }

  private static Object call(Executable method, Object[] arguments)
      throws ReflectiveOperationException {
    if (method instanceof Constructor<?> constructor) {
      return constructor.newInstance(arguments);
    }
    Object subject =
        Modifier.isStatic(method.getModifiers()) ? null : samples.of(method.getDeclaringClass());
    return ((Method) method).invoke(subject, arguments);
  }
}
