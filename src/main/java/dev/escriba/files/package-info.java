/**
 * Files: a caller uploads a recording, and transcribes it later by its id, as the hub's clients do.
 *
 * <ol>
 *   <li>Addresses, names and answers are those of the hub: {@code POST /api/file/upload}. Public files are not offered.
 *   <li>A file has one of the accepted formats, judged by content, and the size of an upload. It belongs to an account.
 *       A caller reaches the files of its credential, and those of its account if it may read the instances of the
 *       account.
 *   <li>The database has name and content sealed, with a key that is derived from the pepper. So every node can read
 *       them, and a copy of the database does not reveal them.
 *   <li>A file is kept for {@code escriba.files.retention}. Accounts, and all of them together, may keep a limited
 *       number of bytes.
 * </ol>
 */
package dev.escriba.files;
