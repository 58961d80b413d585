/** The command line refuses: a whole sentence for the user, exit code 2, no stack. */
export class Refusal extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'Refusal';
  }
}
