/** Figures: what a video showed, how well a classifier does, what can run on a machine. */
@NullMarked
package io.github.deepfer.report;

import org.jspecify.annotations.NullMarked;
