package io.github.deepfer.cli.analyze;

import io.github.deepfer.api.batch.PictureSource;
import io.github.deepfer.cli.support.Inputs;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** The pictures that inputs stand for: a folder for those in it, in the order of their names. */
final class PictureFiles {
  private PictureFiles() {}

  /**
   * Replaces folders by the pictures in them. What cannot be entered stays as it was named, so that
   * reading it says why; a folder without a picture does so, too.
   *
   * @param inputs files, folders, or whatever the user wrote
   * @param recursive whether folders in folders count
   */
  static List<PictureFile> of(List<String> inputs, boolean recursive) {
    List<PictureFile> files = new ArrayList<>();
    for (String input : inputs) {
      if (isDirectory(input)) {
        addAll(files, Path.of(input), recursive);
      } else {
        files.add(new PictureFile(input, null));
      }
    }
    return files;
  }

  private static boolean isDirectory(String input) {
    try {
      return !input.equals(Inputs.STANDARD_INPUT) && Files.isDirectory(Path.of(input));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static void addAll(List<PictureFile> files, Path folder, boolean recursive) {
    List<PictureFile> found = new ArrayList<>();
    try {
      Files.walkFileTree(
          folder,
          // Links to folders are followed; the walk reports one that leads back as a failure.
          Set.of(FileVisitOption.FOLLOW_LINKS),
          recursive ? Integer.MAX_VALUE : 1,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              // A link that is still one leads nowhere, which reading it says.
              boolean isFile = attributes.isRegularFile() || attributes.isSymbolicLink();
              if (isFile && PictureSource.isPictureName(file.toString())) {
                found.add(of(file));
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
              if (!(failure instanceof FileSystemLoopException)) {
                found.add(of(file));
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      found.add(of(folder));
    }
    if (found.isEmpty()) {
      found.add(of(folder));
    }
    found.sort(Comparator.comparing(PictureFile::name));
    files.addAll(found);
  }

  private static PictureFile of(Path file) {
    return new PictureFile(file.toString(), file);
  }
}
