using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Resources;
using AgentFunctions.TestKit.Hosting;

namespace AgentFunctions.Http.Tests.Models;

/// <summary>Every malformed request gets its own honest refusal: a status, a string code, the offending parameter, never a 500 and never the text of an exception.</summary>
public sealed class MalformedRequestTests(MalformedRequestTests.Fixture fixture) : IClassFixture<MalformedRequestTests.Fixture>
{
    private const string Chat = "/v1/chat/completions";
    private const string Responses = "/v1/responses";
    private const string Embeddings = "/v1/embeddings";
    private const string Messages = "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]";

    public static TheoryData<string, string, int, string, string?> Cases => new()
    {
        // Not JSON, or not one object.
        { Chat, "", 400, "invalid_request", null },
        { Chat, " ", 400, "invalid_request", null },
        { Chat, "{", 400, "invalid_request", null },
        { Chat, "[]", 400, "invalid_request", null },
        { Chat, "\"text\"", 400, "invalid_request", null },
        { Chat, "null", 400, "invalid_request", null },
        { Chat, "{\"model\":\"m\"," + Messages, 400, "invalid_request", null },
        { Chat, "{\"model\":\"m\"," + Messages + "}}", 400, "invalid_request", null },
        { Chat, "{\"model\":\"m\"," + Messages + "}{}", 400, "invalid_request", null },
        { Chat, "{\"model\":\"m\"," + Messages + ",}", 400, "invalid_request", null },
        { Chat, "{/*c*/\"model\":\"m\"," + Messages + "}", 400, "invalid_request", null },
        { Chat, "{'model':'m'}", 400, "invalid_request", null },
        { Chat, "{\"model\":\"m\"," + Messages + ",\"x\":NaN}", 400, "invalid_request", null },
        { Chat, "{\"model\":\"m\"," + Messages + ",\"x\":01}", 400, "invalid_request", null },
        { Chat, "{\"model\":\"m\"," + Messages + ",\"x\":\"a\nb\"}", 400, "invalid_request", null },
        { Chat, "{\"model\":\"m\"," + Messages + ",\"x\":" + Deep(70) + "}", 400, "invalid_request", null },
        { Chat, "\uFEFF{\"model\":\"m\"," + Messages + "}", 400, "invalid_request", null },
        { Chat, "model=m&messages=x", 400, "invalid_request", null },

        // Side doors: providers that take a URL where content is meant to be, tools that come with an item, fields that run or choose things past the agent's rights.
        { Chat, Part("{\"type\":\"file\",\"file\":{\"filename\":\"a\",\"file_data\":\"https://evil.example/a.pdf\"}}"), 400, "unsupported_parameter", "messages[0].content[0].file.file_data" },
        { Chat, Part("{\"type\":\"file\",\"file\":{\"file_data\":\"  \\u0068ttps:evil.example\"}}"), 400, "invalid_request", "messages[0].content[0].file.file_data" },
        { Chat, Part("{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"//evil.example/a.wav\"}}"), 400, "invalid_request", "messages[0].content[0].input_audio.data" },
        { Chat, Part("{\"type\":\"image\",\"image\":\"s3://evil/a.png\"}"), 400, "invalid_request", "messages[0].content[0].image" },
        { Chat, Part("{\"type\":\"image_url\",\"image_url\":[\"https://evil.example/a.png\"]}"), 400, "unsupported_parameter", "messages[0].content[0].image_url[0]" },
        { Chat, Part("{\"type\":\"images\",\"image_urls\":[\"https://evil.example/a.png\"]}"), 400, "unsupported_parameter", "messages[0].content[0].image_urls[0]" },
        { Embeddings, "{\"model\":\"m\",\"input\":[{\"image\":\"https://evil.example/a.png\"}]}", 400, "unsupported_parameter", "input[0].image" },
        { Responses, "{\"model\":\"m\",\"input\":[{\"type\":\"additional_tools\",\"tools\":[{\"type\":\"function\",\"name\":\"f\"},{\"type\":\"web_search\"}]}]}", 400, "unsupported_parameter", "input[0].tools[1].type" },
        { Responses, "{\"model\":\"m\",\"input\":[{\"type\":\"additional_tools\",\"tools\":[{\"type\":\"function\",\"TYPE\":\"web_search\"}]}]}", 400, "unsupported_parameter", "input[0].tools[0].TYPE" },
        { Chat, "{\"model\":\"m\",\"data_sources\":[{\"type\":\"azure_search\"}]," + Messages + "}", 400, "unsupported_parameter", "data_sources" },
        { Chat, "{\"model\":\"m\",\"plugins\":[{\"id\":\"web\"}]," + Messages + "}", 400, "unsupported_parameter", "plugins" },
        { Chat, "{\"model\":\"m\",\"search_parameters\":{\"mode\":\"on\"}," + Messages + "}", 400, "unsupported_parameter", "search_parameters" },
        { Chat, "{\"model\":\"m\",\"models\":[\"hidden\"]," + Messages + "}", 400, "unsupported_parameter", "models" },
        { Chat, Image("https://evil.example\uFF0F.good.example/"), 400, "invalid_request", "messages[0].content[0].image_url.url" },
        { Chat, Image("https://g\u00F6\u00F6d.good.example/"), 400, "invalid_request", "messages[0].content[0].image_url.url" },
        { Chat, Image("https://evil.example%2f.good.example/"), 400, "invalid_request", "messages[0].content[0].image_url.url" },
        { Chat, Image("https:good.example/a"), 400, "invalid_request", "messages[0].content[0].image_url.url" },

        // What a simulated model cannot read.
        { Chat, "{\"model\":\"sim-small\",\"messages\":[{\"role\":\"user\",\"content\":\"\\ud800\"}]}", 400, "simulated_error", null },
        { Responses, "{\"model\":\"sim-small\",\"input\":\"\\ud800\"}", 400, "simulated_error", null },

        // What is read must be there, once, in its own spelling and of its own type.
        { Chat, "{" + Messages + "}", 400, "invalid_request", "model" },
        { Chat, "{\"model\":\"\"," + Messages + "}", 400, "invalid_request", "model" },
        { Chat, "{\"model\":null," + Messages + "}", 400, "invalid_request", "model" },
        { Chat, "{\"model\":5," + Messages + "}", 400, "invalid_request", "model" },
        { Chat, "{\"model\":[\"m\"]," + Messages + "}", 400, "invalid_request", "model" },
        { Chat, "{\"model\":\"" + new string('m', 300) + "\"," + Messages + "}", 400, "invalid_request", "model" },
        { Chat, "{\"model\":\"m\",\"model\":\"hidden\"," + Messages + "}", 400, "invalid_request", "model" },
        { Chat, "{\"model\":\"m\",\"mod\\u0065l\":\"hidden\"," + Messages + "}", 400, "invalid_request", "model" },
        { Chat, "{\"model\":\"m\",\"Model\":\"hidden\"," + Messages + "}", 400, "invalid_request", "model" },
        { Chat, "{\"model\":\"\\ud800\"," + Messages + "}", 400, "invalid_request", null },
        { Chat, "{\"model\":\"m\"}", 400, "invalid_request", "messages" },
        { Chat, "{\"model\":\"m\",\"messages\":[]}", 400, "invalid_request", "messages" },
        { Chat, "{\"model\":\"m\",\"messages\":null}", 400, "invalid_request", "messages" },
        { Chat, "{\"model\":\"m\",\"messages\":\"x\"}", 400, "invalid_request", "messages" },
        { Chat, "{\"model\":\"m\",\"messages\":{}}", 400, "invalid_request", "messages" },
        { Chat, "{\"model\":\"m\",\"messages\":[{\"role\":\"user\"},7]}", 400, "invalid_request", "messages[1]" },
        { Chat, "{\"model\":\"m\"," + Messages + "," + Messages + "}", 400, "invalid_request", "messages" },
        { Chat, "{\"model\":\"m\",\"stream\":\"true\"," + Messages + "}", 400, "invalid_request", "stream" },
        { Chat, "{\"model\":\"m\",\"stream\":1," + Messages + "}", 400, "invalid_request", "stream" },
        { Chat, "{\"model\":\"m\",\"stream\":true,\"stream\":false," + Messages + "}", 400, "invalid_request", "stream" },
        { Chat, "{\"model\":\"m\",\"stream_options\":true," + Messages + "}", 400, "invalid_request", "stream_options" },
        { Chat, "{\"model\":\"m\",\"stream_options\":{\"include_usage\":1}," + Messages + "}", 400, "invalid_request", "stream_options.include_usage" },
        { Chat, "{\"model\":\"m\",\"stream_options\":{\"include_usage\":true,\"include_usage\":false}," + Messages + "}", 400, "invalid_request", "stream_options.include_usage" },
        { Chat, "{\"model\":\"m\",\"n\":0," + Messages + "}", 400, "invalid_request", "n" },
        { Chat, "{\"model\":\"m\",\"n\":-1," + Messages + "}", 400, "invalid_request", "n" },
        { Chat, "{\"model\":\"m\",\"n\":129," + Messages + "}", 400, "invalid_request", "n" },
        { Chat, "{\"model\":\"m\",\"n\":1.5," + Messages + "}", 400, "invalid_request", "n" },
        { Chat, "{\"model\":\"m\",\"n\":\"2\"," + Messages + "}", 400, "invalid_request", "n" },
        { Chat, "{\"model\":\"m\",\"max_tokens\":0," + Messages + "}", 400, "invalid_request", "max_tokens" },
        { Chat, "{\"model\":\"m\",\"max_tokens\":99999999999," + Messages + "}", 400, "invalid_request", "max_tokens" },
        { Chat, "{\"model\":\"m\",\"max_completion_tokens\":\"5\"," + Messages + "}", 400, "invalid_request", "max_completion_tokens" },
        { Chat, "{\"model\":\"m\",\"max_completion_tokens\":5,\"max_tokens\":6," + Messages + "}", 400, "invalid_request", "max_tokens" },
        { Chat, "{\"model\":\"m\",\"tools\":{}," + Messages + "}", 400, "invalid_request", "tools" },
        { Chat, "{\"model\":\"m\",\"tools\":[5]," + Messages + "}", 400, "invalid_request", "tools[0].type" },
        { Chat, "{\"model\":\"m\",\"tools\":[{\"function\":{}}]," + Messages + "}", 400, "invalid_request", "tools[0].type" },
        { Chat, "{\"model\":\"m\",\"tools\":[{\"type\":\"function\"},{\"type\":\"function\",\"type\":\"web_search\"}]," + Messages + "}", 400, "invalid_request", "tools[1].type" },
        { Chat, "{\"model\":\"m\",\"user\":5," + Messages + "}", 400, "invalid_request", "user" },
        { Chat, "{\"model\":\"m\",\"safety_identifier\":{}," + Messages + "}", 400, "invalid_request", "safety_identifier" },
        { Chat, "{\"model\":\"m\",\"metadata\":[]," + Messages + "}", 400, "invalid_request", "metadata" },
        { Chat, "{\"model\":\"m\",\"store\":\"no\"," + Messages + "}", 400, "invalid_request", "store" },
        { Responses, "{\"model\":\"m\",\"input\":5}", 400, "invalid_request", "input" },
        { Responses, "{\"model\":\"m\",\"input\":[\"x\"]}", 400, "invalid_request", "input[0]" },
        { Responses, "{\"model\":\"m\",\"input\":\"x\",\"previous_response_id\":5}", 400, "invalid_request", "previous_response_id" },
        { Responses, "{\"model\":\"m\",\"input\":\"x\",\"background\":\"yes\"}", 400, "invalid_request", "background" },
        { Responses, "{\"model\":\"m\",\"input\":\"x\",\"max_output_tokens\":0}", 400, "invalid_request", "max_output_tokens" },
        { Responses, "{\"model\":\"m\",\"input\":[{\"type\":\"item_reference\",\"id\":\"a\",\"id\":\"b\"}]}", 400, "invalid_request", "input[0].id" },
        { Responses, "{\"model\":\"m\",\"input\":\"x\",\"n\":2}", 400, "invalid_request", "n" },
        { Embeddings, "{\"model\":\"m\"}", 400, "invalid_request", "input" },
        { Embeddings, "{\"model\":\"m\",\"input\":{}}", 400, "invalid_request", "input" },
        { Embeddings, "{\"model\":\"m\",\"input\":null}", 400, "invalid_request", "input" },
        { Embeddings, "{\"model\":\"m\",\"input\":\"x\",\"stream\":true}", 400, "invalid_request", "stream" },

        // Models.
        { Chat, "{\"model\":\"unknown\"," + Messages + "}", 404, "model_not_found", "model" },
        { Chat, "{\"model\":\"sim-*\"," + Messages + "}", 404, "model_not_found", "model" },
        { Chat, "{\"model\":\"M\"," + Messages + "}", 404, "model_not_found", "model" },
        { Chat, "{\"model\":\"hidden\"," + Messages + "}", 403, "model_not_allowed", "model" },
        { Embeddings, "{\"model\":\"hidden\",\"input\":\"x\"}", 403, "model_not_allowed", "model" },

        // What a provider would fetch, keep or run by itself.
        { Chat, Part("{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://evil.example/x.png\"}}"), 400, "unsupported_parameter", "messages[0].content[0].image_url.url" },
        { Chat, Part("{\"type\":\"image_url\",\"image_url\":\"http://169.254.169.254/latest\"}"), 400, "unsupported_parameter", "messages[0].content[0].image_url" },
        { Chat, Part("{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://good.example@evil.example/x.png\"}}"), 400, "invalid_request", "messages[0].content[0].image_url.url" },
        { Chat, Part("{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://evil.example\\\\@good.example/x.png\"}}"), 400, "invalid_request", "messages[0].content[0].image_url.url" },
        { Chat, Part("{\"type\":\"image_url\",\"image_url\":{\"url\":\"https:\\/\\/evil.example/x\"}}"), 400, "unsupported_parameter", "messages[0].content[0].image_url.url" },
        { Chat, Part("{\"type\":\"image_url\",\"im\\u0061ge_url\":{\"url\":\"https://evil.example/x\"}}"), 400, "unsupported_parameter", "messages[0].content[0].image_url.url" },
        { Chat, Part("{\"type\":\"image_url\",\"image_url\":{\"url\":\"file:///etc/passwd\"}}"), 400, "invalid_request", "messages[0].content[0].image_url.url" },
        { Chat, Part("{\"type\":\"image_url\",\"image_url\":{\"url\":\"//good.example/x\"}}"), 400, "invalid_request", "messages[0].content[0].image_url.url" },
        { Chat, Part("{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://notgood.example/x\"}}"), 400, "unsupported_parameter", "messages[0].content[0].image_url.url" },
        { Chat, Part("{\"type\":\"video_url\",\"video_url\":{\"url\":\"https://evil.example/x\"}}"), 400, "unsupported_parameter", "messages[0].content[0].video_url.url" },
        { Chat, Part("{\"type\":\"file\",\"file\":{\"file_id\":\"file-abc\"}}"), 404, "not_found", "messages[0].content[0].file.file_id" },
        { Chat, "{\"model\":\"m\",\"web_search_options\":{}," + Messages + "}", 400, "unsupported_parameter", "web_search_options" },
        { Chat, "{\"model\":\"m\",\"tools\":[{\"type\":\"web_search\"}]," + Messages + "}", 400, "unsupported_parameter", "tools[0].type" },
        { Responses, "{\"model\":\"m\",\"input\":\"x\",\"background\":true}", 400, "unsupported_parameter", "background" },
        { Responses, "{\"model\":\"m\",\"input\":\"x\",\"tools\":[{\"type\":\"code_interpreter\"}]}", 400, "unsupported_parameter", "tools[0].type" },
        { Responses, "{\"model\":\"m\",\"input\":\"x\",\"tools\":[{\"type\":\"mcp\",\"server_url\":\"https://x\"}]}", 400, "unsupported_parameter", "tools[0].type" },
        { Responses, "{\"model\":\"m\",\"input\":\"x\",\"conversation\":\"conv_1\"}", 404, "not_found", "conversation" },
        { Responses, "{\"model\":\"m\",\"input\":\"x\",\"conversation\":{\"id\":\"conv_1\"}}", 404, "not_found", "conversation" },
        { Responses, "{\"model\":\"m\",\"prompt\":{\"id\":\"pmpt_1\"}}", 404, "not_found", "prompt" },
        { Responses, "{\"model\":\"m\",\"input\":\"x\",\"previous_response_id\":\"resp_foreign\"}", 404, "not_found", "previous_response_id" },
        { Responses, "{\"model\":\"m\",\"input\":[{\"type\":\"item_reference\",\"id\":\"msg_foreign\"}]}", 404, "not_found", "input[0].id" },
        { Responses, "{\"model\":\"m\",\"input\":[{\"id\":\"msg_foreign\"}]}", 404, "not_found", "input[0].id" },
        { Responses, "{\"model\":\"m\",\"input\":[{\"type\":\"reasoning\",\"id\":\"rs_foreign\",\"summary\":[]}]}", 404, "not_found", "input[0].id" },
        { Responses, "{\"model\":\"m\",\"input\":[{\"type\":\"image_generation_call\",\"id\":\"ig_foreign\"}]}", 404, "not_found", "input[0].id" },
        { Responses, "{\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_image\",\"image_url\":\"https://evil.example/x\"}]}]}", 400, "unsupported_parameter", "input[0].content[0].image_url" },
        { Responses, "{\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_file\",\"file_url\":\"https://evil.example/x\"}]}]}", 400, "unsupported_parameter", "input[0].content[0].file_url" },
        { Responses, "{\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_image\",\"file_id\":\"file-1\"}]}]}", 404, "not_found", "input[0].content[0].file_id" },
        { Responses, "{\"model\":\"m\",\"input\":[{\"type\":\"function_call_output\",\"call_id\":\"c\",\"output\":[{\"type\":\"input_image\",\"image_url\":\"https://evil.example/x\"}]}]}", 400, "unsupported_parameter", "input[0].output[0].image_url" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Post_MalformedRequest_IsRefusedWithCodeAndParam(string path, string body, int status, string code, string? param)
    {
        var response = await fixture.App.PostAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();

        AssertError(text, code, param);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.True(response.Headers.Contains("x-request-id"));
        Assert.Empty(fixture.App.Upstream.Requests);
    }

    [Fact]
    public async Task Post_InvalidUtf8InAString_IsRefused()
    {
        var response = await fixture.App.PostAsync(Chat, [.. "{\"model\":\"m\",\"x\":\""u8, 0xC3, 0x28, .. Encoding.UTF8.GetBytes("\"," + Messages + "}")]);

        AssertError(await response.Content.ReadAsStringAsync(), "invalid_request", null);
        Assert.Equal(400, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("GET", "/v1/responses/resp_foreign", 404, "not_found")]
    [InlineData("DELETE", "/v1/responses/resp_foreign", 404, "not_found")]
    [InlineData("GET", "/v1/responses/resp_x?stream=true", 400, "unsupported_parameter")]
    [InlineData("GET", "/v1/models/hidden", 404, "model_not_found")]
    [InlineData("GET", "/v1/models/none", 404, "model_not_found")]
    [InlineData("GET", "/v1/chat/completions", 405, "method_not_allowed")]
    [InlineData("DELETE", "/v1/models", 405, "method_not_allowed")]
    [InlineData("POST", "/v1/completions", 404, "unsupported_endpoint")]
    [InlineData("POST", "/v1/files", 404, "unsupported_endpoint")]
    [InlineData("GET", "/v1/responses/resp_1/input_items", 404, "unsupported_endpoint")]
    [InlineData("POST", "/v1/responses/resp_1/cancel", 404, "unsupported_endpoint")]
    [InlineData("POST", "/openai/deployments/m/completions", 404, "unsupported_endpoint")]
    [InlineData("GET", "/openai/threads", 404, "unsupported_endpoint")]
    [InlineData("GET", "/v1", 404, "unsupported_endpoint")]
    public async Task Send_PathOrMethodNotServed_IsRefusedInTheEnvelope(string method, string path, int status, string code)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        var response = await fixture.App.Client.SendAsync(request);

        AssertError(await response.Content.ReadAsStringAsync(), code, null, anyParam: true);
        Assert.Equal(status, (int)response.StatusCode);
        if (status == 405) Assert.NotEmpty(response.Content.Headers.Allow);
    }

    [Fact]
    public async Task Post_CompressedBody_IsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Chat) { Content = new StringContent("{}") };
        request.Content.Headers.ContentEncoding.Add("gzip");

        AssertError(await (await fixture.App.Client.SendAsync(request)).Content.ReadAsStringAsync(), "invalid_request", "Content-Encoding");
    }

    [Fact]
    public async Task Post_ForbiddenModel_ListsWhatTheKeyMayUse()
    {
        var response = await fixture.App.PostAsync(Chat, "{\"model\":\"hidden\"," + Messages + "}");

        Assert.Contains("alias, m, sim-*", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static string Part(string part) => "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[" + part + "]}]}";

    private static string Image(string url) => Part("{\"type\":\"image_url\",\"image_url\":{\"url\":\"" + url + "\"}}");

    private static string Deep(int levels) => new string('[', levels) + new string(']', levels);

    private static void AssertError(string text, string code, string? param, bool anyParam = false)
    {
        var error = JsonDocument.Parse(text).RootElement.GetProperty("error");
        Assert.Equal(code, error.GetProperty("code").GetString());
        if (!anyParam) Assert.Equal(param, error.GetProperty("param").GetString());
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
        foreach (var leak in (string[])["Exception", "System.", "   at ", "LineNumber"]) Assert.DoesNotContain(leak, text, StringComparison.Ordinal);
    }

    /// <summary>One application for the whole table.</summary>
    public sealed class Fixture : IAsyncLifetime
    {
        public ModelApp App { get; private set; } = null!;

        public async Task InitializeAsync() =>
            App = await ModelApp.StartAsync(static (view, _) => view.With("demo", new AgentSpec { Models = ["m", "alias", "sim-*"], ContentHosts = ["good.example", "*.good.example"] }));

        public async Task DisposeAsync() => await App.DisposeAsync();
    }
}
