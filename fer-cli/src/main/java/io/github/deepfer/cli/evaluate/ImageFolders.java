package io.github.deepfer.cli.evaluate;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.ImageException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A folder per class, named by its label, with a picture per face. */
final class ImageFolders implements Samples {
  private static final String PICTURES = "*.{png,PNG,jpg,JPG,jpeg,JPEG,bmp,BMP,webp,WEBP}";

  private record Folder(Path path, Emotion label) {}

  private final Iterator<Folder> folders;
  private final Consumer<String> problems;
  private @Nullable Folder folder;
  private @Nullable DirectoryStream<Path> files;
  private Iterator<Path> inFolder = Collections.emptyIterator();
  private long malformed;

  ImageFolders(Path root, Consumer<String> problems) throws IOException {
    this.problems = problems;
    List<Folder> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root, Files::isDirectory)) {
      for (Path entry : entries) {
        Optional<Emotion> label = Emotion.ofLabel(String.valueOf(entry.getFileName()));
        label.ifPresent(emotion -> found.add(new Folder(entry, emotion)));
      }
    }
    if (found.isEmpty()) {
      throw new IOException(
          root + " has no folder named after an emotion, such as " + root.resolve("happy"));
    }
    folders = found.iterator();
  }

  @Override
  @SuppressWarnings("StreamResourceLeak") // A folder stays open until the next one, or close().
  public @Nullable Sample next() throws IOException {
    while (true) {
      while (folder != null && inFolder.hasNext()) {
        Path file = inFolder.next();
        try {
          return new Sample(Image.read(file), folder.label(), Optional.empty());
        } catch (ImageException e) {
          malformed++;
          problems.accept(String.valueOf(e.getMessage()));
        }
      }
      close();
      if (!folders.hasNext()) {
        return null;
      }
      folder = folders.next();
      files = Files.newDirectoryStream(folder.path(), PICTURES);
      inFolder = files.iterator();
    }
  }

  @Override
  public long malformed() {
    return malformed;
  }

  @Override
  public double fraction() {
    return 0;
  }

  @Override
  public void close() throws IOException {
    if (files != null) {
      files.close();
      files = null;
    }
  }
}
