package io.github.deepfer.cli.analyze;

import io.github.deepfer.cli.support.InputFiles;
import io.github.deepfer.cli.support.Inputs;
import io.github.deepfer.cli.support.OutputFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where annotated pictures go: never over an input, never two into one file. */
final class OutputFiles {
  private static final Set<String> WRITABLE = Set.of("png", "jpg", "jpeg", "bmp", "webp");

  /** Wrong usage of {@code --out}. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String message) {
      super(message);
    }
  }

  private final Path target;
  private final boolean directory;
  private final InputFiles inputs;
  private final Set<Path> taken = new HashSet<>();
  private final Map<Path, Integer> numbers = new HashMap<>();

  private OutputFiles(Path target, boolean directory, InputFiles inputs) {
    this.target = target;
    this.directory = directory;
    this.inputs = inputs;
  }

  /**
   * @param out a file for one input; a directory if it exists as one, ends in a slash, or there are
   *     several inputs
   * @param count how many pictures there are
   * @param inputs what must not be written over
   */
  static OutputFiles of(String out, int count, InputFiles inputs) throws Unusable {
    Path target;
    try {
      target = Path.of(out);
    } catch (InvalidPathException e) {
      throw new Unusable("not a path: " + e.getMessage());
    }
    boolean directory =
        count > 1 || out.endsWith("/") || out.endsWith(File.separator) || Files.isDirectory(target);
    if (directory && Files.exists(target) && !Files.isDirectory(target)) {
      throw new Unusable(target + " is a file; name a directory for several pictures");
    }
    if (!directory && !WRITABLE.contains(extension(out))) {
      throw new Unusable(
          target + " must end in .png, .jpg, .bmp or .webp; end a directory's name with a slash");
    }
    return new OutputFiles(target, directory, inputs);
  }

  /** The one file; null for a directory. */
  @Nullable Path single() {
    return directory ? null : target;
  }

  /** The file, or the directory of the files. */
  Path target() {
    return target;
  }

  /** Creates the directories; to be called before the first file. */
  void createDirectories() throws IOException {
    if (directory) {
      OutputFile.createDirectories(target);
    } else {
      OutputFile.createParents(target);
    }
  }

  /** The file for an input. */
  Path fileFor(String input) {
    if (!directory) {
      return target;
    }
    String name = input.equals(Inputs.STANDARD_INPUT) ? "picture" : fileName(input);
    String extension = extension(name);
    String stem = stem(name);
    String suffix = "." + (WRITABLE.contains(extension) ? extension : "png");
    Path first = target.resolve(stem + suffix);
    Path file = first;
    // Where thousands have one name, the numbers before need not be tried again.
    int number = numbers.getOrDefault(first, 1);
    while (taken.contains(key(file)) || inputs.contains(file)) {
      file = target.resolve(stem + "-" + ++number + suffix);
    }
    numbers.put(first, number);
    taken.add(key(file));
    return file;
  }

  private static String fileName(String input) {
    try {
      Path name = Path.of(input).getFileName();
      return name == null ? "picture" : name.toString();
    } catch (InvalidPathException e) {
      return "picture";
    }
  }

  /** On a file system that ignores letter case, A.png and a.png are one file. */
  private static Path key(Path file) {
    return Path.of(file.toString().toLowerCase(Locale.ROOT));
  }

  /** A file's name without its extension. */
  static String stem(Path file) {
    return stem(String.valueOf(file.getFileName()));
  }

  private static String stem(String name) {
    String extension = extension(name);
    return extension.isEmpty() ? name : name.substring(0, name.length() - extension.length() - 1);
  }

  private static String extension(String name) {
    int dot = name.lastIndexOf('.');
    int slash = Math.max(name.lastIndexOf('/'), name.lastIndexOf(File.separatorChar));
    return dot > slash + 1 ? name.substring(dot + 1).toLowerCase(Locale.ROOT) : "";
  }
}
