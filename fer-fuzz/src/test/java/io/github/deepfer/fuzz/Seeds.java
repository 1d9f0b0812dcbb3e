package io.github.deepfer.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The files that the tests of all modules have. */
final class Seeds {
  static final int MAX_BYTES = 64 << 10;

  private static final Map<String, String> STARTS =
      Map.of("RIFF", "webp", "\u0089PNG", "png", "GIF8", "gif", "BM", "bmp", "\u00ff\u00d8", "jpg");

  private Seeds() {}

  /** The small ones, in the order of their paths. */
  static List<byte[]> withExtension(List<String> extensions) throws IOException {
    List<byte[]> found = new ArrayList<>();
    for (Path folder : folders()) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : (Iterable<Path>) files.sorted()::iterator) {
          String name = file.getFileName().toString();
          if (Files.isRegularFile(file)
              && extensions.contains(name.substring(name.lastIndexOf('.') + 1))
              && Files.size(file) <= MAX_BYTES) {
            found.add(Files.readAllBytes(file));
          }
        }
      }
    }
    return found;
  }

  /** A few of different formats, none larger. */
  static List<byte[]> pictures(int maxBytes) throws IOException {
    return withExtension(List.of("jpg", "png", "gif", "bmp", "webp")).stream()
        .filter(file -> file.length <= maxBytes)
        .limit(12)
        .toList();
  }

  /** The project's. */
  static Path root() {
    return Path.of(System.getProperty("fer.root", "..")).toAbsolutePath();
  }

  private static List<Path> folders() throws IOException {
    Path root = root();
    List<Path> folders = new ArrayList<>(List.of(root.resolve("pictures")));
    folders.add(root.resolve("fer-testkit/src/main/resources"));
    try (Stream<Path> modules = Files.list(root)) {
      modules
          .sorted()
          .map(module -> module.resolve("src/test/resources"))
          .filter(Files::isDirectory)
          .forEach(folders::add);
    }
    return folders;
  }

  /** By what it begins with; empty if that is nothing known. */
  static String extension(byte[] file) {
    String start = new String(file, 0, Math.min(4, file.length), StandardCharsets.ISO_8859_1);
    return STARTS.entrySet().stream()
        .filter(entry -> start.startsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }
}
