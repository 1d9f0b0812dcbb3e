/** Whether a process that runs for hours keeps its memory, threads and files. */
@NullMarked
package io.github.deepfer.benchmarks.endurance;

import org.jspecify.annotations.NullMarked;
