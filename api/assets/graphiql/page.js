// Starts GraphiQL with the sample queries. A token goes into the Headers editor of a tab:
// {"Authorization": "Bearer <token>"}.
(async () => {
  'use strict';
  const samples = await (await fetch('/assets/graphiql/samples.json')).json();

  const fetcher = async (params, options) => {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: {
        Accept: 'application/graphql-response+json, application/json;q=0.9',
        'Content-Type': 'application/json',
        ...(options && options.headers),
      },
      body: JSON.stringify(params),
    });
    return response.json();
  };

  // Queries are kept in the browser, tokens are not: the history would store the headers of every request.
  const structured = ['graphiql:tabState', 'graphiql:queries', 'graphiql:favorites'];
  const withoutHeaders = (value) =>
    JSON.stringify(JSON.parse(value, (name, inner) => (name === 'headers' ? undefined : inner)));
  const storage = {
    get length() {
      return localStorage.length;
    },
    getItem: (name) => localStorage.getItem(name),
    setItem: (name, value) => localStorage.setItem(name, structured.includes(name) ? withoutHeaders(value) : value),
    removeItem: (name) => localStorage.removeItem(name),
    clear: () => localStorage.clear(),
  };

  const root = ReactDOM.createRoot(document.getElementById('graphiql'));
  root.render(React.createElement(GraphiQL, {
    fetcher,
    storage,
    defaultTabs: samples,
    defaultEditorToolsVisibility: 'headers',
    shouldPersistHeaders: false,
  }));
})();
