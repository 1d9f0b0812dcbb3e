package io.github.deepfer.report;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the pictures of a table show, and what was left out. Takes the same memory however many
 * pictures. Not thread-safe. No argument may be null.
 */
public final class FaceSummary {
  private final EmotionStatistics faces = new EmotionStatistics();
  private long pictures;
  private long withoutFace;
  private long failed;
  private long rejected;
  private @Nullable String last;

  /** Starts without a picture. */
  public FaceSummary() {}

  /**
   * Adds a row; those of one picture follow each other.
   *
   * @param row the row
   */
  public void add(FaceRecord row) {
    if (!row.image().equals(last)) {
      pictures++;
      last = row.image();
    }
    switch (row.kind()) {
      case FACE -> {
        if (row.probabilities() != null) {
          faces.add(row.probabilities());
        }
      }
      case REJECTED -> rejected++;
      case NOBODY -> withoutFace++;
      case FAILED -> failed++;
    }
  }

  /**
   * What the classified faces show.
   *
   * @return the statistics, which change with {@link #add}
   */
  public EmotionStatistics faces() {
    return faces;
  }

  /**
   * How many pictures there are, of all kinds.
   *
   * @return 0 or more
   */
  public long pictures() {
    return pictures;
  }

  /**
   * On how many pictures no face was found.
   *
   * @return 0 or more
   */
  public long withoutFace() {
    return withoutFace;
  }

  /**
   * How many pictures could not be analyzed.
   *
   * @return 0 or more
   */
  public long failed() {
    return failed;
  }

  /**
   * How many faces were found and not classified, since they cannot be seen well enough.
   *
   * @return 0 or more
   */
  public long rejected() {
    return rejected;
  }

  /** The same for each folder. Grows with the folders. Not thread-safe. */
  public static final class ByFolder {
    private final SortedMap<String, FaceSummary> folders = new TreeMap<>();

    /** Starts without a folder. */
    public ByFolder() {}

    /**
     * Adds a row to the folder of its picture: its name up to the last slash.
     *
     * @param row the row
     */
    public void add(FaceRecord row) {
      String image = row.image();
      int slash = Math.max(image.lastIndexOf('/'), image.lastIndexOf('\\'));
      folders
          .computeIfAbsent(slash < 0 ? "." : image.substring(0, slash), name -> new FaceSummary())
          .add(row);
    }

    /**
     * The folders.
     *
     * @return by name, in its order; a view that changes with {@link #add} and cannot be changed
     */
    public SortedMap<String, FaceSummary> folders() {
      return Collections.unmodifiableSortedMap(folders);
    }
  }
}
