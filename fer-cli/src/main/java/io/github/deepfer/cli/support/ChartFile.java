package io.github.deepfer.cli.support;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** A chart, as its file's name says: PNG or SVG. */
public final class ChartFile {
  private final @Nullable Path file;
  private final boolean svg;

  private ChartFile(@Nullable Path file, boolean svg) {
    this.file = file;
    this.svg = svg;
  }

  /**
   * Checks the name.
   *
   * @param command whose usage it is
   * @param option what named the file
   * @param file the file; null for none
   * @return the chart
   * @throws ParameterException if it ends in neither
   */
  public static ChartFile of(CommandLine command, String option, @Nullable Path file) {
    String name = file == null ? ".png" : file.toString().toLowerCase(Locale.ROOT);
    if (!name.endsWith(".png") && !name.endsWith(".svg")) {
      throw new ParameterException(command, option + " must end in .png or .svg, got " + file);
    }
    return new ChartFile(file, name.endsWith(".svg"));
  }

  /**
   * Holds its place.
   *
   * @param reports the files of the command
   */
  public void open(ReportFiles reports) {
    if (svg) {
      reports.open(file);
    } else {
      reports.openChart(file);
    }
  }

  /**
   * Draws it.
   *
   * @param reports the files of the command
   * @param asPng draws a PNG
   * @param asSvg draws an SVG document
   */
  public void write(ReportFiles reports, Supplier<byte[]> asPng, Supplier<String> asSvg) {
    reports.write(file, () -> svg ? asSvg.get().getBytes(StandardCharsets.UTF_8) : asPng.get());
  }
}
