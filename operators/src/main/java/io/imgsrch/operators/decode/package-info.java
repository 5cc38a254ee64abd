/** Step 1: bytes become events, or dead letters. */
@NullMarked
package io.imgsrch.operators.decode;

import org.jspecify.annotations.NullMarked;
