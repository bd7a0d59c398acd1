/**
 * Files: the hub's second way in. A caller uploads a recording, and transcribes it later by its id.
 *
 * <ol>
 *   <li>Addresses, names and answers are those of the hub: {@code POST /api/file/upload}. Public files are not offered.
 *   <li>A file has one of the accepted formats, judged by content, and the size of an upload. It belongs to an account.
 *       A caller reaches the files of its credential, and those of its account if it may read the instances of the
 *       account.
 *   <li>Name and content are sealed in the database with a key that is derived from the pepper, so that every node
 *       reads them and a copy of the database does not tell them.
 *   <li>A file is kept for {@code escriba.files.retention}. Accounts, and all of them together, may keep a limited
 *       number of bytes.
 * </ol>
 */
package dev.escriba.files;
