/** How fast a job works off what waited for it. */
@NullMarked
package io.imgsrch.bench.drain;

import org.jspecify.annotations.NullMarked;
