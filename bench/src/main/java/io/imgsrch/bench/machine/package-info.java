/** What it is measured on. */
@NullMarked
package io.imgsrch.bench.machine;

import org.jspecify.annotations.NullMarked;
