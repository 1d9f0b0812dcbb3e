package io.github.deepfer.architecture;

import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which packages users see: as the modules say, and as the documentation does. */
final class Exports {
  private static final Path DOCUMENTATION = Path.of("..", "docs", "architecture.md");

  /** A row of the table: a module and its packages, each in backticks, without the root. */
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z.]+)` exports \\| (.*) \\|$");

  private Exports() {}

  /** Packages by modules, both without the root; modules that export nothing are left out. */
  static Map<String, Set<String>> declared() {
    Path[] classPath =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> entry.contains("fer-") || entry.contains("deepfer"))
            .map(Path::of)
            .filter(Exports::isModule)
            .toArray(Path[]::new);
    return ModuleFinder.of(classPath).findAll().stream()
        .map(ModuleReference::descriptor)
        .filter(module -> module.name().startsWith(Plan.ROOT))
        .filter(module -> !module.exports().isEmpty())
        .collect(
            Collectors.toMap(
                module -> withoutRoot(module.name()),
                module ->
                    module.exports().stream()
                        .map(ModuleDescriptor.Exports::source)
                        .map(Exports::withoutRoot)
                        .collect(Collectors.toCollection(TreeSet::new)),
                (one, other) -> one,
                TreeMap::new));
  }

  private static boolean isModule(Path entry) {
    return entry.toString().endsWith(".jar") || Files.exists(entry.resolve("module-info.class"));
  }

  static Map<String, Set<String>> documented() throws IOException {
    return ROW.matcher(Files.readString(DOCUMENTATION))
        .results()
        .collect(
            Collectors.toMap(
                row -> row.group(1), Exports::packages, (one, other) -> one, TreeMap::new));
  }

  private static Set<String> packages(MatchResult row) {
    return Stream.of(row.group(2).split(","))
        .map(name -> name.replaceAll("[` ]", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String withoutRoot(String name) {
    return name.substring(Plan.ROOT.length());
  }
}
