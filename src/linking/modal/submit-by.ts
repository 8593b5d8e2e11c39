/** For `onSubmit` of a form that the page itself sends. */
export function submitBy(act: () => void): (event: Event) => void {
  return (event) => {
    event.preventDefault();
    act();
  };
}
