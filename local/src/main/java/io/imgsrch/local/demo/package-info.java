/** The demo: photos that are like the catalogue's pictures, and are not in it. */
@NullMarked
package io.imgsrch.local.demo;

import org.jspecify.annotations.NullMarked;
