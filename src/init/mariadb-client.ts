/**
 * Fails for an image of MySQL: its client lacks what the scripts need, and refuses commands in files. MariaDB's talks to both servers.
 *
 * @param whose such as `of the tool`
 */
export function checkMariadbClient(image: string | undefined, whose: string): void {
  if (image && /(^|\/)mysql([:@]|$)/.test(image)) {
    throw new Error(`image '${image}' ${whose} has MySQL's own client: use an image with MariaDB's client, which works with MySQL too, or leave 'image' out`);
  }
}
