package io.github.deepfer.api.internal.image.jpeg;

import org.jspecify.annotations.Nullable;

/**
 * What the header of a scan says.
 *
 * @param frame the picture that it is of
 * @param components numbers of components, in the frame's order
 * @param dc of each component the codes of DC coefficients; null if the scan has none
 * @param ac of each component those of AC coefficients; null likewise
 * @param first the first coefficient that it is of, by zigzag number
 * @param last the last one
 * @param refines whether it adds a bit to coefficients that an earlier scan began
 */
@SuppressWarnings("ArrayRecordComponent") // never leaves the package, and nobody compares scans
record JpegScan(
    JpegFrame frame,
    int[] components,
    @Nullable HuffmanTable[] dc,
    @Nullable HuffmanTable[] ac,
    int first,
    int last,
    boolean refines) {

  /** Whether units are blocks of one component, and not of all in their sampling. */
  private boolean isAlone() {
    return components.length == 1;
  }

  int unitsAcross() {
    return isAlone() ? frame.blocksAcross(components[0]) : frame.unitsAcross();
  }

  long units() {
    int unitsDown = isAlone() ? frame.blocksDown(components[0]) : frame.unitsDown();
    return (long) unitsAcross() * unitsDown;
  }

  /** Blocks of a unit side by side, for the component at an index of the scan. */
  int across(int index) {
    return isAlone() ? 1 : frame.across()[components[index]];
  }

  /** Blocks of a unit one above the other. */
  int down(int index) {
    return isAlone() ? 1 : frame.down()[components[index]];
  }

  /** Blocks of a unit, of all components. */
  int blocks() {
    int blocks = 0;
    for (int i = 0; i < components.length; i++) {
      blocks += across(i) * down(i);
    }
    return blocks;
  }
}
