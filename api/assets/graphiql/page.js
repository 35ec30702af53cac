// Starts GraphiQL with the sample queries. A token goes into the Headers editor of a tab:
// {"Authorization": "Bearer <token>"}; headers are not kept in the browser's storage.
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
  const root = ReactDOM.createRoot(document.getElementById('graphiql'));
  root.render(React.createElement(GraphiQL, {
    fetcher,
    defaultTabs: samples,
    defaultEditorToolsVisibility: 'headers',
    shouldPersistHeaders: false,
  }));
})();
