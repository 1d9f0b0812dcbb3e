/** Results as pictures. The only package that needs the module {@code java.desktop}. */
@NullMarked
package io.github.deepfer.report.chart;

import org.jspecify.annotations.NullMarked;
