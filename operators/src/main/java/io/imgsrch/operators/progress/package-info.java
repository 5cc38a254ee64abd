/** How far the jobs are: watermarks that follow the records, and what is concluded from them. */
@NullMarked
package io.imgsrch.operators.progress;

import org.jspecify.annotations.NullMarked;
