/**
 * DeepFER on OpenCV, through the <a href="https://github.com/bytedeco/javacpp-presets">JavaCPP
 * presets</a>. Natives are unpacked and loaded on first use, never before.
 *
 * <p>They go to {@code ~/.javacpp/cache}, or, where that cannot be written, to {@code
 * .javacpp-USER/cache} below {@code java.io.tmpdir}; the system property {@code
 * org.bytedeco.javacpp.cachedir} names another directory. No GTK and no display is needed: OpenCV's
 * highgui stays unloaded.
 *
 * <p>OpenCV computes with as many threads as there are cores; {@code opencv_core.setNumThreads}
 * changes that for the whole process, and this library never calls it. The search with Haar keeps
 * to that number, at most four; all but the caller's are the detector's own.
 */
@NullMarked
package io.github.deepfer.opencv.core;

import org.jspecify.annotations.NullMarked;
