# The command line and the page in a container. Of the platform that builds it; the page is at port 8080.
#   docker build -t deepfer . && docker run --rm -p 127.0.0.1:8080:8080 deepfer
#   docker run --rm -v "$PWD/pictures:/pictures:ro" deepfer analyze --json /pictures/team.png
FROM eclipse-temurin:25-jdk AS build
WORKDIR /src
COPY . .
RUN apt-get update && apt-get install -y --no-install-recommends unzip \
    && ./mvnw -B -q -Parchive -pl fer-cli -am -Dmaven.test.skip package \
    && unzip -q fer-cli/target/deepfer-*.zip -d /opt && mv /opt/deepfer-* /opt/deepfer

FROM eclipse-temurin:25-jre
COPY --from=build /opt/deepfer /opt/deepfer
RUN useradd --create-home fer
USER fer
EXPOSE 8080
ENTRYPOINT ["/opt/deepfer/fer"]
# Open to the container's network: what reaches it is for `docker run -p` and a proxy to say.
CMD ["serve", "--host", "0.0.0.0"]
