package io.github.deepfer.report.chart;

/** A white surface to draw on, in pixels from its upper left corner. Colours are 0xRRGGBB. */
interface Sheet {
  int INK = 0x15181C;
  int FAINT = 0x5A626B;
  int GRID = 0xD5D9DE;
  int EMPTY = 0xF1F3F5;
  int WHITE = 0xFFFFFF;

  /** How text looks. */
  enum Letters {
    TITLE(24, true),
    TEXT(16, false),
    SMALL(13, false);

    private final int size;
    private final boolean bold;

    Letters(int size, boolean bold) {
      this.size = size;
      this.bold = bold;
    }

    int size() {
      return size;
    }

    boolean bold() {
      return bold;
    }
  }

  void rectangle(int color, int x, int y, int width, int height);

  void rounded(int color, int x, int y, int side);

  void line(int color, int x1, int y1, int x2, int y2);

  /** A thick line from point to point; as many x as y. */
  void curve(int color, double[] x, double[] y);

  /** From its lower left corner to the right. */
  void text(Letters letters, int color, String text, int x, int y);

  void centered(Letters letters, int color, String text, int x, int y);

  /** Upwards, its middle at the point. */
  void upward(Letters letters, int color, String text, int x, int y);

  int width(Letters letters, String text);

  /** To the left of the point. */
  default void before(Letters letters, int color, String text, int x, int y) {
    text(letters, color, text, x - width(letters, text), y);
  }

  /** The text, shortened at its end until it fits. */
  default String fitting(Letters letters, String text, int width) {
    String fitting = text;
    while (width(letters, fitting) > width) {
      fitting = fitting.substring(0, fitting.length() - 2) + "…";
    }
    return fitting;
  }
}
